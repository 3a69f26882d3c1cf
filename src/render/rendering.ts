import type { ApplicationSource, SourceType } from "../api/index.ts";
import type { Inputs, Manifest, ObjectStore } from "./view/index.ts";

/** The files of one repository at one commit. */
export interface SourceTree {
  readonly objects: ObjectStore;
  /** The id of the root directory. */
  readonly rootOid: string;
}

/** One source of an application, and what its manifests may depend on. */
export interface RenderRequest {
  readonly source: ApplicationSource;
  readonly tree: SourceTree;
  /** The trees of the sources that carry a `ref`, by that name, for value files written as `$name/path`. */
  readonly refs: Readonly<Record<string, SourceTree>>;
  readonly appName: string;
  /** Where objects without a namespace go. */
  readonly namespace: string;
  /** Of the destination cluster, for charts. */
  readonly kubeVersion?: string;
  /** `group/version` and `group/version/Kind` of the destination cluster, for charts. */
  readonly apiVersions?: readonly string[];
  /** `renew` renders again whatever was kept. */
  readonly cache: "use" | "renew";
}

/** What a source comes to. The same object is given again as long as nothing it was made of has changed. */
export interface Rendering {
  readonly manifests: readonly Manifest[];
  readonly sourceType: SourceType;
  /** What was read of the source's own tree. */
  readonly inputs: Inputs;
  readonly warnings: readonly string[];
}
