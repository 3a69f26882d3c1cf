import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LogQuery, ResourceNode } from "../../../api/index.ts";
import { createManualClock, systemClock } from "../../../async/index.ts";
import { isSillageError, SillageError } from "../../../errors/index.ts";
import { createLog } from "../../../log/index.ts";
import { followPods } from "./follow-pods.ts";
import { compareTimes, parseLogLine, type LogLine } from "./log-line.ts";
import { mergeLogs } from "./merge-logs.ts";
import { selectPods } from "./select-pods.ts";

const lines = [
  { name: "a time and a text", line: "2026-01-02T03:04:05.123456789Z hello world", want: { podName: "a", timeStamp: "2026-01-02T03:04:05.123456789Z", content: "hello world" } },
  { name: "an empty line", line: "2026-01-02T03:04:05Z ", want: { podName: "a", timeStamp: "2026-01-02T03:04:05Z", content: "" } },
  { name: "a zone", line: "2026-01-02T03:04:05.1+02:00 x", want: { podName: "a", timeStamp: "2026-01-02T03:04:05.1+02:00", content: "x" } },
  { name: "no time", line: "unable to retrieve container logs", want: undefined },
];

describe("parseLogLine", () => {
  for (const { name, line, want } of lines) it(name, () => assert.deepEqual(parseLogLine(line, "a"), want));
});

describe("compareTimes", () => {
  const at = (rest: string): string => `2026-01-02T03:04:${rest}`;
  const pairs = [
    { name: "fractions of different lengths", a: at("05.1Z"), b: at("05.12Z"), want: -1 },
    { name: "nanoseconds", a: at("05.000000002Z"), b: at("05.000000001Z"), want: 1 },
    { name: "zones", a: "2026-01-02T05:04:05+02:00", b: at("05Z"), want: 0 },
  ];
  for (const { name, a, b, want } of pairs) it(name, () => assert.equal(Math.sign(compareTimes(a, b)), want));
});

const line = (podName: string, second: number): LogLine => ({ podName, content: String(second), timeStamp: `2026-01-02T03:04:${String(second).padStart(2, "0")}Z` });

async function* given(...items: readonly LogLine[]): AsyncGenerator<LogLine> {
  for (const item of items) {
    await Promise.resolve();
    yield item;
  }
}

describe("mergeLogs", () => {
  const signal = AbortSignal.timeout(10_000);

  it("puts the lines of all logs in order", async () => {
    const logs = [given(line("a", 1), line("a", 4), line("a", 5)), given(line("b", 2), line("b", 3), line("b", 9)), given()];
    const merged = await Array.fromAsync(mergeLogs(logs, { clock: systemClock, signal }));
    assert.deepEqual(
      merged.map(({ podName, content }) => podName + content),
      ["a1", "b2", "b3", "a4", "a5", "b9"],
    );
  });

  it("does not wait for a log that says nothing", { timeout: 5_000 }, async () => {
    const clock = createManualClock(0);
    const silent: AsyncIterable<LogLine> = { [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) };
    const merged = mergeLogs([given(line("a", 1), line("a", 2)), silent], { clock, signal });
    const first = merged.next();
    await new Promise((resolve) => setImmediate(resolve));
    await clock.advance(100);
    assert.deepEqual([(await first).value, (await merged.next()).value], [line("a", 1), line("a", 2)]);
  });

  it("fails as a log fails", async () => {
    async function* failing(): AsyncGenerator<LogLine> {
      yield line("b", 1);
      throw new SillageError("unavailable", "gone");
    }
    await assert.rejects(Array.fromAsync(mergeLogs([given(line("a", 2), line("a", 3)), failing()], { clock: systemClock, signal })), /gone/);
  });
});

describe("selectPods", () => {
  const ref = (kind: string, name: string, group = "") => ({ kind, name, uid: `${kind}-${name}`, namespace: "shop", ...(group === "" ? {} : { group }) });
  const [web, set] = [ref("Deployment", "web", "apps"), ref("ReplicaSet", "web-1", "apps")];
  const nodes: readonly ResourceNode[] = [
    web,
    { ...set, parentRefs: [web] },
    { ...ref("Pod", "web-1-a"), parentRefs: [set] },
    { ...ref("Pod", "web-1-b"), parentRefs: [set] },
    ref("Pod", "tool"),
    { kind: "Pod", name: "missing", namespace: "shop" },
  ];
  const cases: readonly { name: string; query: LogQuery; want: readonly string[] }[] = [
    { name: "all", query: {}, want: ["web-1-a", "web-1-b", "tool"] },
    { name: "one by its name", query: { podName: "tool" }, want: ["tool"] },
    { name: "one as a resource", query: { kind: "Pod", resourceName: "web-1-b" }, want: ["web-1-b"] },
    { name: "those of a Deployment", query: { group: "apps", kind: "Deployment", resourceName: "web" }, want: ["web-1-a", "web-1-b"] },
    { name: "of another namespace", query: { namespace: "other" }, want: [] },
    { name: "of a Service, which owns none", query: { kind: "Service", resourceName: "web" }, want: [] },
  ];
  for (const { name, query, want } of cases) {
    it(name, () =>
      assert.deepEqual(
        selectPods(nodes, query).map((node) => node.name),
        want,
      ),
    );
  }
});

describe("followPods", () => {
  const ctx = { signal: AbortSignal.timeout(10_000), log: createLog({ level: "silent" }) };
  const pod = (name: string): ResourceNode => ({ kind: "Pod", namespace: "shop", name });
  const text = (second: number, content: string): string => `2026-01-02T03:04:0${second}.5Z ${content}`;

  function serve(logs: Readonly<Record<string, readonly string[] | SillageError>>) {
    const paths: string[] = [];
    async function* fetchLines(path: string): AsyncGenerator<string> {
      paths.push(path);
      const found = logs[path.split("/")[6] ?? ""] ?? [];
      if (found instanceof SillageError) throw found;
      yield* found;
    }
    return {
      paths,
      follow: (query: LogQuery) => Array.fromAsync(followPods(ctx, { kube: { fetchLines }, clock: createManualClock(0) }, { pods: Object.keys(logs).map(pod), query })),
    };
  }

  const said = { a: [text(1, "Started"), text(2, "error: disk"), text(3, "Stopped")] };
  const filters: readonly { name: string; query: LogQuery; want: readonly string[] }[] = [
    { name: "everything", query: {}, want: ["Started", "error: disk", "Stopped"] },
    { name: "what contains a text", query: { filter: "ST" }, want: ["Started", "Stopped"] },
    { name: "what does not", query: { filter: "!st" }, want: ["error: disk"] },
    { name: "with its case", query: { filter: "ST", matchCase: true }, want: [] },
    { name: "until a time", query: { untilTime: "2026-01-02T03:04:02.6Z" }, want: ["Started", "error: disk"] },
  ];
  for (const { name, query, want } of filters) {
    it(name, async () => {
      const entries = await serve(said).follow(query);
      assert.deepEqual(
        entries.map(({ content }) => content),
        [...want, ""],
      );
    });
  }

  it("marks the last entry", async () => {
    assert.deepEqual(await serve({ a: [text(1, "x")] }).follow({}), [
      { content: "x", timeStamp: "2026-01-02T03:04:01Z", timeStampStr: "2026-01-02T03:04:01.5Z", podName: "a", last: false },
      { content: "", timeStamp: "1970-01-01T00:00:00Z", timeStampStr: "1970-01-01T00:00:00.000Z", podName: "", last: true },
    ]);
  });

  it("asks the kubelet for what the request asks for", async () => {
    const { paths, follow } = serve(said);
    await follow({ container: "web", follow: true, previous: false, tailLines: 5, sinceTime: "2026-01-02T03:04:05Z" });
    assert.deepEqual(paths, ["/api/v1/namespaces/shop/pods/a/log?timestamps=true&container=web&follow=true&tailLines=5&sinceTime=2026-01-02T03%3A04%3A05Z"]);
  });

  it("shows why a log cannot be read among those that can", async () => {
    const broken = new SillageError("invalid", "waiting to start");
    const contents = (await serve({ ...said, b: broken }).follow({})).map(({ podName, content }) => `${podName}: ${content}`);
    assert.ok(contents.includes("b: waiting to start") && contents.includes("a: Stopped"), contents.join("; "));
    await assert.rejects(serve({ b: broken }).follow({}), (error) => isSillageError(error, "invalid"));
  });
});
