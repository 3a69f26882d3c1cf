import { annotations, defaultProjectSpec, type RevisionHistory } from "../../../src/api/index.ts";
import { parseDurationMs } from "../../../src/async/index.ts";
import { getList, type JsonObject, type KubeObject } from "../../../src/kube/index.ts";
import { stringifyYaml } from "../../../src/kube/yaml/index.ts";
import { buildManifest, parseSettings } from "./build-manifest.ts";
import { describeApplication, describeObjectState } from "./describe-status.ts";
import type { Command } from "./scenario-file.ts";
import type { ScenarioWorld } from "./scenario-world.ts";

/** Carries out one command of a scenario; gives the lines it shows beside the trace. */
export async function runCommand(world: ScenarioWorld, command: Command): Promise<readonly string[]> {
  const run = commands[command.verb];
  if (run === undefined) throw new Error(`Unknown command "${command.verb}"`);
  const shown = await run(world, command);
  return shown ?? [];
}

type Run = (world: ScenarioWorld, command: Command) => Promise<readonly string[] | void>;

const commands: Readonly<Record<string, Run>> = {
  /** A commit of the files in the body, announced by a webhook unless it is `quietly`. */
  async commit(world, { words, body }) {
    await world.git.commit(readFiles(body, world.git.url));
    if (!words.includes("quietly")) world.announcePush();
    await world.clock.advance(0);
  },
  async application(world, { words }) {
    await world.apply(buildManifest(["application", ...words], world.git.url));
    await world.clock.advance(0);
  },
  /** `window deny 5 0 * * * 10m manualSync`: the one window of the project `default`, for all its applications; `window none`. */
  async window(world, { words: [kind = "", ...words] }) {
    const { flags } = parseSettings(words.slice(6));
    const window = {
      kind,
      schedule: words.slice(0, 5).join(" "),
      duration: words[5] ?? "",
      applications: ["*"],
      manualSync: flags.has("manualSync"),
      syncOverrun: flags.has("syncOverrun"),
    };
    await world.apply({
      apiVersion: "argoproj.io/v1alpha1",
      kind: "AppProject",
      metadata: { name: "default", namespace: "argocd" },
      spec: { ...defaultProjectSpec, syncWindows: kind === "none" ? [] : [window] },
    });
    await world.clock.advance(0);
  },
  /** `drift scale web 5`, `drift set settings 2`, `drift delete deployment web`. */
  async drift(world, { words: [what = "", ...words] }) {
    if (what === "scale") await world.patch(await find(world, "deployment", words[0]), { spec: { replicas: Number(words[1]) } });
    else if (what === "set") await world.patch(await find(world, "configmap", words[0]), { data: { v: words[1] ?? "" } });
    else if (what === "delete") await world.delete(await find(world, words[0], words[1]));
    else throw new Error(`Unknown drift "${what}"`);
    await world.clock.advance(0);
  },
  async tick(world, { words }) {
    await world.clock.advance(durationOf(words[0]));
  },
  /** Until nobody has written to the cluster for ten seconds. */
  async stabilize(world) {
    for (let quietSeconds = 0; quietSeconds < 10;) {
      const before = world.countActivity();
      await world.clock.advance(1_000);
      quietSeconds = world.countActivity() === before ? quietSeconds + 1 : 0;
    }
  },
  async kill(world) {
    await world.stop("at once");
  },
  async start(world) {
    await world.start();
    await world.clock.advance(0);
  },
  async restart(world) {
    await world.stop("gently");
    await world.start();
    await world.clock.advance(0);
  },
  /** `crash after 3`: once, after the third write from now; `crash always`: after every write. */
  async crash(world, { words }) {
    world.crashAfter(words[0] === "always" ? 1 : Number(words[1]), { isRepeated: words[0] === "always" });
  },
  /** `fault apply deployments 500 times=2`, `fault patch applications slow=5s`, `fault watch * 503 for-now`: until `recover`. */
  async fault(world, { words: [verb = "", resource = "", ...words] }) {
    const { flags, values } = parseSettings(words);
    const { slow, times = "1" } = values;
    const effect = slow === undefined ? ({ kind: "answer", status: Number([...flags][0]) } as const) : ({ kind: "slow", delayMs: durationOf(slow) } as const);
    world.network.add({ verb, resource, effect, left: flags.has("for-now") ? Number.POSITIVE_INFINITY : Number(times) });
  },
  async recover(world) {
    world.network.recover();
  },
  /** `lose watches`: every stream of the product breaks. */
  async lose(world) {
    world.network.breakStreams();
    await world.clock.advance(0);
  },
  /** The API server forgets its history: who resumes a watch is told 410 Gone. */
  async compact(world) {
    world.compactHistory();
  },
  /** `operation web revision=commit-1 prune`, as a person writes it. */
  async operation(world, { words: [name = "", ...words] }) {
    const { flags, values } = parseSettings(words);
    const revision = values["revision"] === undefined ? {} : { revision: world.git.idOf(values["revision"]) };
    await request(world, name, { ...revision, ...(flags.has("prune") ? { prune: true } : {}) });
  },
  /** `rollback web 0`: to a deployment of its history. */
  async rollback(world, { words: [name = "", id = ""] }) {
    const app = await find(world, "application", name);
    const entry = getList(app, "status", "history").find((candidate) => (candidate as RevisionHistory).id === Number(id)) as RevisionHistory | undefined;
    if (entry === undefined) throw new Error(`No deployment ${id}`);
    await request(world, name, JSON.parse(JSON.stringify({ revision: entry.revision, source: entry.source, syncStrategy: { apply: {} } })) as JsonObject);
  },
  /** `confirm shop`: a person agrees to what it waits with deleting, now. */
  async confirm(world, { words: [name = ""] }) {
    const approved = new Date(world.clock.now()).toISOString();
    await world.patch(await find(world, "application", name), { metadata: { annotations: { [annotations.deletionApproved]: approved } } });
    await world.clock.advance(0);
  },
  async show(world, { words: [kind = "", name = ""] }) {
    const object = await world.find(kind, name);
    if (object === undefined) return [`${kind} ${name} is not there`];
    return (kind === "application" ? describeApplication(object) : [describeObjectState(object)]).map((line) => world.git.withNames(line));
  },
};

async function request(world: ScenarioWorld, name: string, sync: JsonObject): Promise<void> {
  await world.patch(await find(world, "application", name), { operation: { sync, initiatedBy: { username: "ada" } } });
  await world.clock.advance(0);
}

async function find(world: ScenarioWorld, kind = "", name = ""): Promise<KubeObject> {
  const object = await world.find(kind, name);
  if (object === undefined) throw new Error(`There is no ${kind} ${name}`);
  return object;
}

function durationOf(text = ""): number {
  const durationMs = parseDurationMs(text);
  if (durationMs === undefined) throw new Error(`"${text}" is no duration`);
  return durationMs;
}

/** `web/a.yaml deployment web replicas=2`, `web/a.yaml deleted`, `web/a.yaml text kind: [`. */
function readFiles(body: readonly string[], repoURL: string): Record<string, string | undefined> {
  return Object.fromEntries(
    body.map((line) => {
      const [file = "", kind = "", ...words] = line.split(/\s+/);
      if (kind === "deleted") return [file, undefined];
      if (kind === "text") return [file, `${line.slice(line.indexOf(" text ") + 6)}\n`];
      return [file, stringifyYaml(buildManifest([kind, ...words], repoURL))];
    }),
  );
}
