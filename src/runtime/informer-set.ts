import type { ApiResource } from "../kube/index.ts";
import { createInformer, type InformerDeps, type InformerOptions } from "./create-informer.ts";
import type { Change, Informer } from "./informer.ts";

export interface InformerSetOptions {
  /** How a resource is cached: selectors, what is kept of its objects, indexes. */
  readonly optionsFor: (resource: ApiResource) => Omit<InformerOptions, "resource">;
}

/** Informers of resources that come and go. */
export interface InformerSet {
  /** The informer of this resource, begun when it is asked for first. */
  watch(resource: ApiResource): Informer;
  /** The informer of this resource if it is watched. */
  get(resource: ApiResource): Informer | undefined;
  /** Stops and forgets all but these, without reporting their objects as deleted. */
  retain(resources: readonly ApiResource[]): void;
  /** The changes of all informers, those begun later included. Returns the way to stop. */
  onChange(handler: (change: Change, resource: ApiResource) => void): () => void;
  /** Runs the informers until the signal aborts; those begun before wait for it. Call it once. */
  run(signal: AbortSignal): Promise<void>;
}

interface Member {
  readonly resource: ApiResource;
  readonly informer: Informer;
  readonly stop: AbortController;
}

export function createInformerSet(deps: InformerDeps, options: InformerSetOptions): InformerSet {
  const members = new Map<string, Member>();
  const handlers = new Set<(change: Change, resource: ApiResource) => void>();
  const running = new Set<Promise<void>>();
  let lifetime: AbortSignal | undefined;

  function start(member: Member, signal: AbortSignal): void {
    const run = member.informer.run(AbortSignal.any([signal, member.stop.signal])).finally(() => running.delete(run));
    running.add(run);
  }

  function add(resource: ApiResource): Informer {
    const informer = createInformer(deps, { ...options.optionsFor(resource), resource });
    informer.onChange((change) => {
      for (const handler of handlers) handler(change, resource);
    });
    const member = { resource, informer, stop: new AbortController() };
    members.set(memberKey(resource), member);
    if (lifetime !== undefined) start(member, lifetime);
    return informer;
  }

  return {
    watch: (resource) => members.get(memberKey(resource))?.informer ?? add(resource),
    get: (resource) => members.get(memberKey(resource))?.informer,
    retain(resources) {
      const kept = new Set(resources.map(memberKey));
      for (const [key, { stop }] of members) {
        if (kept.has(key)) continue;
        members.delete(key);
        stop.abort();
      }
    },
    onChange(handler) {
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    async run(signal) {
      lifetime = signal;
      for (const member of members.values()) start(member, signal);
      await aborted(signal);
      await Promise.all(running);
    },
  };
}

/** Versions of one kind are watched apart: an object's owned fields are written in the version of who applied it. */
function memberKey(resource: ApiResource): string {
  return `${resource.group}/${resource.version}/${resource.resource}`;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
