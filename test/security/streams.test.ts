import { deepEqual, equal, match, ok } from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createClient } from "../../src/client/index.ts";
import { isSillageError } from "../../src/errors/index.ts";
import { buildApplication } from "../builders/application.ts";
import { startApiServer, type ApiServer } from "../support/api-server.ts";
import { eventually } from "../support/eventually.ts";
import { bearer, json, send } from "./send.ts";

const read = "p, $me, applications, get, */*, allow";

describe("A stream", { timeout: 60_000 }, () => {
  let api: ApiServer;
  before(async () => {
    api = await startApiServer();
    await api.put(buildApplication({ name: "web" }));
  });
  after(() => api.close());

  /** Reads the stream of applications in the background. */
  function follow(token: string) {
    const seen: string[] = [];
    const ended = (async () => {
      try {
        const events = createClient({ server: api.url, token }).watchApplications({ signal: AbortSignal.timeout(30_000) });
        for await (const { type, application } of events) seen.push(`${type} ${application.metadata.name} ${application.metadata.labels?.["count"] ?? ""}`.trim());
        return "the end";
      } catch (error) {
        return isSillageError(error) ? error.message : String(error);
      }
    })();
    return { seen, ended };
  }

  let count = 0;
  async function change(): Promise<string> {
    count += 1;
    await api.patch("web", { metadata: { labels: { count: String(count) } } });
    return `MODIFIED web ${count}`;
  }

  const ends = [
    {
      name: "its session is revoked",
      end: async ({ token }: { readonly token: string }) => void (await send(api.url, "/api/v1/session", { method: "DELETE", headers: { ...bearer(token), ...json } })),
      want: /The session was ended/,
    },
    { name: "its account is disabled", end: ({ name }: { readonly name: string }) => api.set("argocd-cm", { [`accounts.${name}.enabled`]: "false" }), want: /is disabled/ },
  ];
  for (const { name, end, want } of ends) {
    it(`ends when ${name}, and shows nothing of what comes after`, async () => {
      const me = await api.logInAs(read);
      const { seen, ended } = follow(me.token);
      await eventually(() => equal(seen.length, 1));
      await end(me);
      await new Promise((resolve) => setTimeout(resolve, 1_100));
      const late = await change();
      match(await ended, want);
      ok(!seen.includes(late), seen.join(", "));
    });
  }

  it("shows nothing more when the role is withdrawn, and goes on when it is given again", async () => {
    const me = await api.logInAs(read);
    const { seen } = follow(me.token);
    await eventually(() => equal(seen.length, 1));
    const first = await change();
    await eventually(() => equal(seen.at(-1), first));
    await me.allow("");
    const hidden = await change();
    await new Promise((resolve) => setTimeout(resolve, 300));
    equal(seen.at(-1), first);
    await me.allow(read);
    const last = await change();
    await eventually(() => equal(seen.at(-1), last));
    ok(!seen.includes(hidden));
  });

  it("tells readers of events from where to go on, and starts there", async () => {
    const open = async (headers: Record<string, string>) => {
      const response = await fetch(`${api.url}/api/v1/stream/applications?name=web`, { headers: { ...bearer(api.token), accept: "text/event-stream", ...headers } });
      equal(response.headers.get("content-type"), "text/event-stream");
      return response.body!.pipeThrough(new TextDecoderStream()).getReader();
    };
    const first = await open({});
    let text = "";
    while (!/^id: \d+$/m.test(text)) text += (await first.read()).value ?? "";
    await first.cancel();
    match(text, /^data: \{"result":\{"type":"ADDED","application":/m);

    const id = /^id: (\d+)$/m.exec(text)?.[1] ?? "";
    const second = await open({ "last-event-id": id });
    const name = await change();
    let rest = "";
    while (!rest.includes("data: ")) rest += (await second.read()).value ?? "";
    await second.cancel();
    const { type, application } = JSON.parse(/^data: (.*)$/m.exec(rest)?.[1] ?? "{}").result;
    deepEqual(`${type} web ${application.metadata.labels.count}`, name);
  });
});
