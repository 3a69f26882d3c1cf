import { deepEqual, equal, rejects } from "node:assert/strict";
import { it } from "node:test";
import { SillageError } from "../errors/index.ts";
import { fetchUserInfo } from "./user-info.ts";

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: string;
}

function ask({ status = 200, type = "application/json", body }: Answer): Promise<unknown> {
  const http = async (_url: string, { headers }: { readonly headers: Readonly<Record<string, string>> }): Promise<Response> => {
    equal(headers["authorization"], "Bearer access");
    return new Response(body, { status, headers: { "content-type": type } });
  };
  const verify = async (token: string): Promise<Readonly<Record<string, unknown>>> => {
    if (token !== "signed") throw new SillageError("unauthenticated", "The signature is wrong");
    return { sub: "ada", groups: ["signed"] };
  };
  return fetchUserInfo({ http, verify }, { url: "https://login.example.com/me", accessToken: "access", subject: "ada", signal: new AbortController().signal });
}

it("reads JSON", async () => deepEqual(await ask({ body: '{"sub":"ada","groups":["dev"]}', type: "application/json; charset=utf-8" }), { sub: "ada", groups: ["dev"] }));
it("verifies what is signed", async () => deepEqual(await ask({ body: "signed", type: "application/jwt" }), { sub: "ada", groups: ["signed"] }));

const refused: readonly (Answer & { readonly name: string; readonly code: string; readonly message: string })[] = [
  { name: "signed by somebody else", body: "forged", type: "application/jwt", code: "unauthenticated", message: "The signature is wrong" },
  { name: "about somebody else", body: '{"sub":"bob"}', code: "unauthenticated", message: "The identity provider's user info is about somebody else" },
  { name: "about nobody", body: "{}", code: "unauthenticated", message: "The identity provider's user info is about somebody else" },
  { name: "a refusal", status: 401, body: "", code: "unauthenticated", message: "The identity provider gives no user info for this session any more: log in again" },
  { name: "a failure", status: 502, body: "<html>", code: "unavailable", message: "The identity provider's user info answered 502" },
  { name: "no JSON", body: "<html>", code: "unavailable", message: "The identity provider's user info is no JSON object" },
  { name: "a list", body: "[]", code: "unavailable", message: "The identity provider's user info is no JSON object" },
];
for (const { name, code, message, ...answer } of refused) it(`takes no answer that is ${name}`, () => rejects(ask(answer), { code, message }));
