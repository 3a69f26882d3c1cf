import type { CliDeps } from "../deps.ts";
import type { SealWorld } from "./world.ts";

/** What the commands below `seal` work with. */
export interface SealDeps extends CliDeps {
  readonly world: SealWorld;
}

export async function openSealDeps(deps: CliDeps): Promise<SealDeps> {
  return { ...deps, world: await deps.loadSealWorld() };
}
