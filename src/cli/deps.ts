import type { Option } from "commander";
import type { Clock } from "../async/index.ts";
import type { SillageClient } from "../client/index.ts";
import type { KubeClient, KubeObject } from "../kube/index.ts";
import type { SealWorld } from "./seal/world.ts";

/** Connection settings after flags and environment have been merged. */
export interface CliSettings {
  readonly server?: string;
  readonly authToken?: string;
}

/** Which cluster, for commands that need no server. */
export interface ClusterFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** A command that runs in the foreground until the signal: `server`, `sandbox`, `kubelet`, `demo`. */
export interface ServeCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  run(options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<void>;
}

/** What commands may use of the world. */
export interface CliDeps {
  /** Opens the API with flags over environment over the context file; throws when nothing says where the server is. */
  connect(settings: CliSettings): Promise<SillageClient>;
  /** `-` is standard input. */
  readFile(path: string): Promise<string>;
  /** Manifests of a folder of the working tree as the controller would render them; throws with file, line and reason. */
  renderFolder(folder: string, options: { readonly signal: AbortSignal }): Promise<readonly KubeObject[]>;
  /** What only `seal` needs, loaded when it runs. */
  loadSealWorld(): Promise<SealWorld>;
  /** The Kubernetes API itself, in kubectl's order: these flags, the environment, the service account of this pod. */
  openCluster(flags: ClusterFlags): Promise<KubeClient>;
  readonly serveCommands: readonly ServeCommand[];
  readonly stdout: { write(text: string): void };
  /** Progress and questions, so that standard output stays data. */
  readonly stderr: { write(text: string): void };
  confirm(question: string): Promise<boolean>;
  /** For outcomes that are no failure, such as differences found. */
  setExitCode(code: number): void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly version: string;
}
