import { equal, match } from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { base64url, SignJWT } from "jose";
import { startApiServer, lifetime, type ApiServer } from "../support/api-server.ts";
import { bearer, json, send } from "./send.ts";

const path = "/api/v1/applications";

describe("A token is refused", { timeout: 60_000 }, () => {
  let api: ApiServer;
  before(async () => {
    api = await startApiServer();
  });
  after(() => api.close());

  /** Signed with the server's key unless another is given. */
  async function sign(claims: Record<string, unknown>, key = api.access.accounts.get().signingKey!): Promise<string> {
    const { issuedAt, expiresAt } = lifetime();
    return new SignJWT({ iss: "argocd", sub: "admin:login", jti: "test", iat: issuedAt, exp: expiresAt, ...claims }).setProtectedHeader({ alg: "HS256" }).sign(key);
  }

  const tokens: readonly { readonly name: string; readonly make: () => Promise<string> }[] = [
    {
      name: "with no algorithm",
      make: async () => {
        const [, payload = ""] = (await sign({})).split(".");
        return `${base64url.encode('{"alg":"none","typ":"JWT"}')}.${payload}.`;
      },
    },
    { name: "with another key", make: () => sign({}, new TextEncoder().encode("x".repeat(32))) },
    {
      name: "with a changed subject",
      make: async () => {
        const [header = "", , signature = ""] = (await sign({ sub: "nobody:login" })).split(".");
        const [, payload = ""] = (await sign({})).split(".");
        return [header, payload, signature].join(".");
      },
    },
    { name: "that has expired", make: () => sign({ exp: 1_000 }) },
    { name: "that is not valid yet", make: () => sign({ nbf: lifetime().expiresAt }) },
    { name: "of an account there is not", make: () => sign({ sub: "ghost:login" }) },
    { name: "of an API key that was never made", make: () => sign({ sub: "admin:apiKey" }) },
    { name: "of a role of a project there is not", make: () => sign({ sub: "proj:ghost:deployer" }) },
    { name: "that says it is of another issuer", make: () => sign({ iss: "https://accounts.example.com" }) },
    { name: "that is none", make: async () => "a.b.c" },
    { name: "that is far too long", make: async () => `${await sign({})}${"x".repeat(10_000)}` },
  ];
  for (const { name, make } of tokens) {
    it(name, async () => {
      const { status, body } = await send(api.url, path, { headers: bearer(await make()) });
      equal(status, 401, body);
    });
  }

  it("after its session was ended", async () => {
    const { token } = await api.logInAs("");
    equal((await send(api.url, path, { headers: bearer(token) })).status, 200);
    equal((await send(api.url, "/api/v1/session", { method: "DELETE", headers: { ...bearer(token), ...json } })).status, 200);
    const { status, body } = await send(api.url, path, { headers: bearer(token) });
    equal(status, 401);
    match(body, /The session was ended/);
  });

  it("after its account was disabled, and counts again when it is enabled", async () => {
    const { name, token } = await api.logInAs("");
    await api.set("argocd-cm", { [`accounts.${name}.enabled`]: "false" });
    equal((await send(api.url, path, { headers: bearer(token) })).status, 401);
    await api.set("argocd-cm", { [`accounts.${name}.enabled`]: null });
    equal((await send(api.url, path, { headers: bearer(token) })).status, 200);
  });

  it("after the role it is for has lost it, or is gone with its project", async () => {
    const { signal } = new AbortController();
    const projects = (await api.kube.discovery.findByKind({ group: "argoproj.io", version: "v1alpha1", kind: "AppProject" }, { signal }))!;
    const ref = { namespace: "argocd", name: "shop" };
    const role = (jwtTokens: readonly { id: string; iat: number }[]) => ({ name: "deployer", policies: [], jwtTokens });
    const { issuedAt } = lifetime();
    const project = { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", metadata: ref, spec: { roles: [role([{ id: "ci", iat: issuedAt }])] } };
    const token = await api.access.sessions.issueToken({ subject: "proj:shop:deployer", id: "ci", issuedAt });
    const status = async () => (await send(api.url, path, { headers: bearer(token) })).status;
    const becomes = async (want: number) => {
      for (let tries = 0; tries < 50 && (await status()) !== want; tries += 1) await new Promise((resolve) => setTimeout(resolve, 20));
      equal(await status(), want);
    };

    await becomes(401);
    await api.kube.create(projects, project, { signal });
    await becomes(200);
    await api.kube.patch(projects, ref, { spec: { roles: [role([])] } }, { type: "merge", signal });
    await becomes(401);
    await api.kube.patch(projects, ref, { spec: project.spec }, { type: "merge", signal });
    await becomes(200);
    await api.kube.delete(projects, ref, { signal });
    await becomes(401);
  });
});
