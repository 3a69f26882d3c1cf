import { finalizers, type Application } from "../../api/index.ts";
import { SillageError } from "../../errors/index.ts";

export interface DeleteRequest {
  /** Delete what the application manages, too. */
  readonly cascade: boolean;
  readonly propagationPolicy: string | undefined;
}

/** The finalizers an application is deleted with, which say what becomes of its objects. Throws `invalid` for a policy that makes no sense. */
export function planFinalizers(application: Application, { cascade, propagationPolicy = "" }: DeleteRequest): readonly string[] {
  const ours: readonly string[] = [finalizers.foregroundDefault, finalizers.foreground, finalizers.background];
  const others = (application.metadata.finalizers ?? []).filter((finalizer) => !ours.includes(finalizer));
  if (!cascade && propagationPolicy !== "") throw new SillageError("invalid", "A propagation policy goes with a cascading delete only");
  if (!cascade) return others;
  switch (propagationPolicy) {
    case "background":
      return [...others, finalizers.background];
    case "foreground":
    case "":
      return [...others, finalizers.foregroundDefault];
    default:
      throw new SillageError("invalid", `Propagation policy "${propagationPolicy}" is not one of foreground, background`);
  }
}
