import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Compile } from "typebox/compile";
import type { Operation } from "../../src/server/operation/index.ts";
import { startApiServer, type ApiServer } from "../support/api-server.ts";
import type { ContractRow } from "./row.ts";
import { operations, rows } from "./table.ts";

const openToAll = ["SessionService/Create", "SessionService/Delete", "SessionService/GetUserInfo", "SettingsService/Get", "VersionService/Version"];

interface Answer {
  readonly status: number;
  /** Of a stream, the first result; `undefined` when none has come in a moment. */
  readonly body: unknown;
}

describe("The REST contract", { timeout: 120_000 }, () => {
  let api: ApiServer;
  before(async () => {
    api = await startApiServer();
  });
  after(() => api.close());

  it("has a row for each operation", () => {
    const known = new Set(rows.map((row) => row.operation));
    const missing = operations.filter(({ name }) => !known.has(name)).map(({ name }) => name);
    assert.deepEqual(missing, []);
  });

  it("leaves only these open to everybody", () => {
    const open = operations.filter(({ access }) => access.kind === "public").map(({ name }) => name);
    assert.deepEqual(
      open.filter((name) => !openToAll.includes(name)),
      [],
    );
  });

  for (const row of rows) {
    const { operation: name, path, needs = [], status = 200, without = needs.length === 0 ? status : 403 } = row;
    it(`${name} ${path} needs ${needs.length === 0 ? "no permission" : needs.join("; ")}`, async () => {
      const operation = operations.find((candidate) => candidate.name === name);
      assert.ok(operation !== undefined, `there is no operation "${name}"`);
      for (const need of needs) assert.ok(isDeclared(need, operation), `"${need}" is none of the operation's permissions: ${operation.access.permissions.join("; ")}`);
      await row.given?.(api);

      if (operation.access.kind !== "public") assert.equal((await call(operation, row, { path })).status, 401, "without a session");
      const me = await api.logInAs("");
      const own = path.replaceAll("$me", me.name);
      if (without !== status) assert.equal((await call(operation, row, { path: own, token: me.token })).status, without, "without the permission");
      await me.allow(needs.map((need) => `p, $me, ${need}, allow`).join("\n"));
      const { status: seen, body } = await call(operation, row, { path: own, token: me.token });
      assert.equal(seen, status, JSON.stringify(body));
      if (status === 200 && body !== undefined) assertFits(operation, body);
      await row.check?.(body, api);
    });
  }

  async function call({ kind, route }: Operation, { body }: ContractRow, { path, token }: { readonly path: string; readonly token?: string }): Promise<Answer> {
    const response = await fetch(`${api.url}${path}`, {
      method: route.method,
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...(route.method === "GET" ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    if (kind === "stream" && response.status === 200) return { status: 200, body: await readFirst(response) };
    return { status: response.status, body: await response.json() };
  }
});

/** Whether the documents say of the operation that it asks for this. */
function isDeclared(need: string, { access }: Operation): boolean {
  const [resource, action = ""] = need.split(", ");
  return access.permissions.some((permission) => {
    const [itsResource, itsAction = ""] = permission.split(", ");
    return itsResource === resource && (itsAction === action || (itsAction.includes("/") && itsAction.split("/")[0] === action.split("/")[0]));
  });
}

function assertFits({ name, response }: Operation, body: unknown): void {
  const schema = Compile(response);
  const problems = schema.Check(body) ? [] : schema.Errors(body).map(({ instancePath, message }) => `${instancePath} ${message}`);
  assert.deepEqual(problems, [], `the answer of ${name}: ${JSON.stringify(body)}`);
}

async function readFirst(response: Response): Promise<unknown> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const waiting = AbortSignal.timeout(1_000);
  waiting.addEventListener("abort", () => void reader.cancel());
  let text = "";
  for (let line = ""; line === ""; line = text.split("\n").find((part, index, all) => part !== "" && index < all.length - 1) ?? "") {
    const { value, done } = await reader.read();
    if (done) return undefined;
    text += value;
  }
  await reader.cancel();
  const first = text.split("\n").find((part) => part !== "") ?? "{}";
  return (JSON.parse(first) as { readonly result?: unknown }).result;
}
