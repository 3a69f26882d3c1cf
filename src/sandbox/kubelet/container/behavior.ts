import { getList, getString, type KubeObject } from "../../../kube/index.ts";
import { parseDurationMs } from "../../../async/index.ts";
import { parseImage } from "../image/parse-image.ts";

const behaviorAnnotation = "sandbox.sillage.dev/behavior";

/** How a container ends by itself. */
export interface Exit {
  readonly afterMs: number;
  readonly code: number;
  readonly reason: "Completed" | "Error" | "OOMKilled";
}

/** What a container does once it is created. */
export interface Behavior {
  readonly startMs: number;
  /** From start to ready; `undefined`: never. */
  readonly readyMs: number | undefined;
  /** `undefined`: it runs until it is stopped. */
  readonly exit: Exit | undefined;
}

/** The pace of ordinary containers. */
export interface Pace {
  readonly startMs: number;
  readonly readyMs: number;
  /** How long run-to-completion containers take. */
  readonly completeMs: number;
}

export const defaultPace: Pace = { startMs: 300, readyMs: 200, completeMs: 300 };

const crashAfterMs = 1000;

/**
 * How a container behaves: by the pod's annotation (`crash-after=2s,exit=1`, `never-ready`, `ready-after=5s`, `start-after=1s`, `oom`, `exit=0`; for one
 * container with its name behind a dot in the key), else by its image (a tag with `crash` crashes) and what its command plainly says (`sleep 5`, `exit 1`).
 */
export function computeBehavior(pod: KubeObject, container: unknown, options: { readonly init: boolean; readonly pace: Pace }): Behavior {
  const { pace, init } = options;
  const name = getString(container, "name") ?? "";
  const annotations = pod.metadata.annotations ?? {};
  const wishes = parseWishes(annotations[`${behaviorAnnotation}.${name}`] ?? (init ? "" : (annotations[behaviorAnnotation] ?? "")));
  const restarts = getString(container, "restartPolicy") ?? getString(pod, "spec", "restartPolicy") ?? "Always";
  const completes = init ? getString(container, "restartPolicy") !== "Always" : restarts !== "Always";
  return {
    startMs: wishes.startMs ?? pace.startMs,
    readyMs: wishes.neverReady ? undefined : (wishes.readyMs ?? pace.readyMs),
    exit: wishes.exit ?? (isCrashing(container) ? { afterMs: crashAfterMs, code: 1, reason: "Error" } : undefined) ?? (completes ? readCommand(container, pace) : undefined),
  };
}

interface Wishes {
  readonly startMs: number | undefined;
  readonly readyMs: number | undefined;
  readonly neverReady: boolean;
  readonly exit: Exit | undefined;
}

function parseWishes(text: string): Wishes {
  const entries = text.split(",").map((part) => part.trim().split("="));
  const wishes = new Map(entries.map(([key = "", value = ""]) => [key, value]));
  const span = (key: string): number | undefined => parseDurationMs(wishes.get(key) ?? "");
  const afterMs = span("crash-after") ?? span("exit-after");
  const code = wishes.has("oom") ? 137 : Number(wishes.get("exit") ?? (wishes.has("crash-after") ? 1 : 0));
  const ends = afterMs !== undefined || wishes.has("exit") || wishes.has("oom");
  const reason = wishes.has("oom") ? "OOMKilled" : code === 0 ? "Completed" : "Error";
  return {
    startMs: span("start-after"),
    readyMs: span("ready-after"),
    neverReady: wishes.has("never-ready"),
    exit: ends ? { afterMs: afterMs ?? defaultPace.completeMs, code: Number.isNaN(code) ? 1 : code, reason } : undefined,
  };
}

function isCrashing(container: unknown): boolean {
  return parseImage(getString(container, "image") ?? "")?.tag.includes("crash") === true;
}

/** Shell one-liners of test Jobs: how long they sleep, and with which code they say they end. */
function readCommand(container: unknown, pace: Pace): Exit {
  const words = [...getList(container, "command"), ...getList(container, "args")].filter((word) => typeof word === "string");
  const text = words.join(" ");
  const sleeps = [...text.matchAll(/\bsleep (\d+(?:\.\d+)?)\b/g)].map(([, seconds]) => Number(seconds) * 1000);
  const code = words[0] === "false" || words[0]?.endsWith("/false") === true ? 1 : Number(/\bexit (\d+)\W*$/.exec(text)?.[1] ?? 0);
  const afterMs = sleeps.reduce((sum, sleep) => sum + sleep, 0);
  return { afterMs: Math.max(afterMs, pace.completeMs), code, reason: code === 0 ? "Completed" : "Error" };
}
