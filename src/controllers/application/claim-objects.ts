import type { Application } from "../../api/index.ts";
import { formatKey } from "../../kube/index.ts";
import type { ApplicationDeps } from "./deps.ts";
import { instanceOf } from "./load-manifests.ts";
import type { AppMemory, Loaded } from "./memory.ts";

/** Makes known what the application wants: changes of these objects concern it, even of those that do not carry its mark. */
export function claimObjects(deps: ApplicationDeps, { app, memory, loaded }: { readonly app: Application; readonly memory: AppMemory; readonly loaded: Loaded }): void {
  if (memory.claimed === loaded.desired) return;
  memory.claimed = loaded.desired;
  const { namespace = "" } = app.spec.destination;
  const ids = loaded.desired.objects.map(({ id }) => id);
  const own = namespace === "" ? [] : [formatKey({ group: "", kind: "Namespace", namespace: "", name: namespace })];
  deps.claims.set(instanceOf(app, deps.controlNamespace), [...new Set([...ids, ...own])]);
}
