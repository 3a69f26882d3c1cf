import type { KubeClient } from "../../kube/index.ts";
import type { Manifest } from "../../render/view/index.ts";

/** Where the keys are asked for: the flags every `seal` command shares. */
export interface ControllerFlags {
  readonly server?: string;
  readonly authToken?: string;
  readonly controllerName?: string;
  readonly controllerNamespace?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** The HTTP service that holds the keys: Sillage's own or that of the original controller. */
export interface KeyService {
  /** Any answer is a value, also a refusal; throws `unavailable` when there is none. */
  send(request: KeyRequest, options: { readonly signal: AbortSignal }): Promise<{ readonly status: number; readonly text: string }>;
}

export interface KeyRequest {
  readonly path: "/v1/cert.pem" | "/v1/verify" | "/v1/rotate";
  /** Posted; without it the request is a GET. */
  readonly body?: string;
}

/** What `sillage seal` may use of the world beyond the other commands. */
export interface SealWorld {
  /** Standard output is a screen, not a file or a pipe. */
  readonly isTerminal: boolean;
  /** `-` is standard input. Throws `notFound`. */
  readBytes(file: string): Promise<Uint8Array>;
  /** Replaces the whole file in one step and keeps its mode. A new file gets `mode`. */
  writeFile(file: string, text: string, options?: { readonly mode?: number }): Promise<void>;
  /** The YAML and JSON files, and those named `Kustomization`, in and below a folder in a stable order, without `.git` and `node_modules`, links not followed. A file stands for itself. */
  listManifests(path: string): Promise<readonly string[]>;
  /** What a folder would apply, offline; origins are paths as `listManifests` writes them. Throws when it cannot be rendered. */
  renderManifests(folder: string, options: { readonly signal: AbortSignal }): Promise<readonly Manifest[]>;
  /** The body of a web address. */
  fetchText(url: string, options: { readonly signal: AbortSignal }): Promise<string>;
  openKeyService(flags: ControllerFlags): Promise<KeyService>;
  openCluster(flags: Pick<ControllerFlags, "kubeconfig" | "context">): Promise<KubeClient>;
  /** The namespace of the kubeconfig's context; `undefined` when nothing names one. */
  findNamespace(flags: Pick<ControllerFlags, "kubeconfig" | "context">): Promise<string | undefined>;
  /** Lets a person change a text in their editor. The text lives in memory or in a file only they can read, which is gone afterwards in any case. */
  edit(text: string, options: { readonly signal: AbortSignal }): Promise<string>;
  /** The working tree around a folder. */
  openWorkTree(folder: string, options: { readonly signal: AbortSignal }): WorkTree;
}

export interface WorkTree {
  /** Those of the files that differ from the last commit. */
  listChanged(files: readonly string[]): Promise<readonly string[]>;
  /** One commit of exactly these files. */
  commit(files: readonly string[], message: string): Promise<void>;
}
