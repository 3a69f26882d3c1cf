/** What the API costs under many readers: `node bench/api.ts [--applications 5000] [--streams 50] [--lists 1000]`. See bench/README.md. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, get, type IncomingMessage } from "node:http";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import process from "node:process";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { percentile } from "./percentile.ts";
import { readProcessCost } from "./process-cost.ts";

const { values } = parseArgs({
  options: { applications: { type: "string", default: "5000" }, streams: { type: "string", default: "50" }, lists: { type: "string", default: "1000" } },
});
const [applications, streams, lists] = [Number(values.applications), Number(values.streams), Number(values.lists)];
const pageSize = 500;
const changeEveryMs = 200;

const child = fork(path.join(import.meta.dirname, "api-process.ts"), [String(applications)]);
const [{ url, token }] = (await once(child, "message")) as [{ readonly url: string; readonly token: string }];
const headers = { authorization: `Bearer ${token}` };

const alone = await readProcessCost(child.pid ?? 0);
/** For each change, how many streams have told of it, and when. */
const arrivals = new Map<string, number[]>();
let received = 0;
const begun = Date.now();
const readers = await Promise.all(Array.from({ length: streams }, () => open("/api/v1/stream/applications")));
const snapshots = readers.map(follow);
await Promise.all(snapshots);
const snapshotMs = Date.now() - begun;
const afterSnapshot = await readProcessCost(child.pid ?? 0);
const snapshotMib = received / 1_048_576;

const agent = new Agent({ keepAlive: true });
const changes = new AbortController();
const changing = change(changes.signal);
const listMs: number[] = [];
let listBytes = 0;
for (let index = 0; index < lists; index += 1) {
  const started = performance.now();
  const response = await open(`/api/v1/applications?limit=${pageSize}&offset=${(index % 8) * pageSize}`, agent);
  const body = await buffer(response);
  listMs.push(performance.now() - started);
  listBytes = body.length;
}
const underLoad = await readProcessCost(child.pid ?? 0);
changes.abort();
const sentAt = await changing;
await delay(1_000);

const reached = [...sentAt].map(([mark, sentMs]) => ({ mark, seen: arrivals.get(mark) ?? [], sentMs }));
const complete = reached.filter(({ seen }) => seen.length === streams);
const lastMs = complete.map(({ seen, sentMs }) => Math.max(...seen) - sentMs);

print("first answers", `${snapshotMib.toFixed(0)} MiB to ${streams} streams in ${snapshotMs} ms`);
print(
  `list of ${pageSize}, p50 / p99`,
  `${(listBytes / 1_048_576).toFixed(1)} MiB in ${percentile(listMs, 0.5).toFixed(1)} / ${percentile(listMs, 0.99).toFixed(1)} ms (aim 50 ms: ${ratio(percentile(listMs, 0.99), 50)})`,
);
print("a change reaches all streams, p50 / max", `${percentile(lastMs, 0.5).toFixed(1)} / ${Math.max(...lastMs).toFixed(1)} ms (aim 100 ms: ${ratio(Math.max(...lastMs), 100)})`);
print("changes that reached all", `${complete.length} of ${reached.length}`);
const listCpuMs = ((underLoad.cpuSeconds - afterSnapshot.cpuSeconds) * 1_000) / lists;
print("CPU of a list, changes included", `${listCpuMs.toFixed(1)} ms`);
print(
  "resident: alone, with readers, at most",
  `${[alone.residentMib, underLoad.residentMib, underLoad.peakMib].map((mib) => mib.toFixed(0)).join(", ")} MiB (aim 400 MiB: ${ratio(underLoad.peakMib, 400)})`,
);
child.disconnect();
process.exit(0);

function open(target: string, from?: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${url}${target}`, { headers, agent: from ?? false }, (response) => {
      if (response.statusCode === 200) resolve(response);
      else reject(new Error(`${target} was answered with ${response.statusCode}`));
    }).on("error", reject);
  });
}

/** Resolves when all applications have been told; goes on noting changes. */
function follow(response: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let left = applications;
    let tail = "";
    response.on("data", (chunk: Buffer) => {
      received += chunk.length;
      const text = tail + chunk.toString("latin1");
      if (left > 0) {
        left -= text.split('{"result":').length - 1;
        tail = text.slice(-9);
        if (left <= 0) resolve();
        return;
      }
      const end = text.lastIndexOf("\n") + 1;
      for (const [, mark = ""] of text.slice(0, end).matchAll(/"mark":"(\w+)"/g)) arrivals.set(mark, [...(arrivals.get(mark) ?? []), performance.now()]);
      tail = text.slice(end);
    });
  });
}

async function change(signal: AbortSignal): Promise<ReadonlyMap<string, number>> {
  const sent = new Map<string, number>();
  for (let index = 0; !signal.aborted; index += 1) {
    const mark = `m${index}x`;
    sent.set(mark, performance.now());
    child.send(mark);
    await delay(changeEveryMs, undefined, { signal }).catch(() => undefined);
  }
  return sent;
}

function ratio(seen: number, aim: number): string {
  return `ratio ${(seen / aim).toFixed(2)}`;
}

function print(name: string, text: string): void {
  process.stdout.write(`${name.padEnd(42)} ${text}\n`);
}
