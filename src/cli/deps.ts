import type { Option } from "commander";
import type { ApplicationSource } from "../api/index.ts";
import type { Clock } from "../async/index.ts";
import type { HttpOptions, SillageClient, TlsOptions, TlsProbe } from "../client/index.ts";
import type { KubeClient, KubeObject } from "../kube/index.ts";
import type { CliSettings, LocalConfig } from "./connection/index.ts";
import type { TextOutput } from "./output/text-output.ts";
import type { SealWorld } from "./seal/world.ts";

/** The file of contexts. */
export interface LocalConfigStore {
  /** What is in it; nothing when there is none. `file` is another one than the usual. */
  read(file: string | undefined): Promise<LocalConfig>;
  /** For its owner only. */
  write(config: LocalConfig, file: string | undefined): Promise<void>;
}

/** Which cluster, for commands that need no server. */
export interface ClusterFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
}

/** The commands that run in the foreground until the signal. */
export const serveNames: readonly string[] = ["server", "sandbox", "kubelet", "demo"];

/** One of them. */
export interface ServeCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly Option[];
  run(options: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<void>;
}

/** How a folder is rendered; as one that stands in no application when nothing is said. */
export interface FolderOptions {
  readonly signal: AbortSignal;
  /** Root of its repository; the work tree it is in when left out. */
  readonly root?: string;
  /** The tool and its options; where it is does not count. */
  readonly source?: ApplicationSource;
  readonly appName?: string;
  readonly namespace?: string;
}

/** Two texts of one object. */
export interface Difference {
  readonly name: string;
  readonly live: string;
  readonly desired: string;
}

/** What commands may use of the world. */
export interface CliDeps {
  /** Opens the API with flags over environment over the file of contexts; throws when nothing says where the server is. */
  connect(settings: CliSettings): Promise<SillageClient>;
  /** Opens the API of a server that is in no file yet. */
  openServer(options: HttpOptions): Promise<SillageClient>;
  /** Shakes hands with a server. */
  probeServer(server: string, options: { readonly tls?: TlsOptions; readonly signal: AbortSignal }): Promise<TlsProbe>;
  readonly localConfig: LocalConfigStore;
  /** `-` is standard input. */
  readFile(path: string): Promise<string>;
  writeFile(path: string, text: string, options: { readonly mode: number }): Promise<void>;
  /** Manifests of a folder of the working tree as the controller would render them; throws with file, line and reason. */
  renderFolder(folder: string, options: FolderOptions): Promise<readonly KubeObject[]>;
  /** What only `seal` needs, loaded when it runs. */
  loadSealWorld(): Promise<SealWorld>;
  /** The Kubernetes API itself, in kubectl's order: these flags, the environment, the service account of this pod. */
  openCluster(flags: ClusterFlags): Promise<KubeClient>;
  /** Serves the API on this machine with the rights of a kubeconfig; ends with the signal. */
  serveCore(
    options: ClusterFlags & { readonly port: number; readonly namespace: string },
  ): Promise<{ readonly url: string; readonly token: string; readonly ended: Promise<void> }>;
  /** Those of `serveNames`. */
  loadServeCommands(): Promise<readonly ServeCommand[]>;
  readonly stdout: TextOutput;
  /** Progress and questions, so that standard output stays data. */
  readonly stderr: TextOutput;
  confirm(question: string): Promise<boolean>;
  /** One line that a person types. Throws `invalid` without a terminal, as `confirm` and `askSecret` do. */
  askText(question: string): Promise<string>;
  /** The same, but what they type is not shown. */
  askSecret(question: string): Promise<string>;
  /** A text as a person leaves it in their editor. */
  editText(text: string, options: { readonly fileName: string }): Promise<string>;
  /** Shows a difference with a program of the person's choice; absent when they have chosen none. */
  readonly externalDiff?: (difference: Difference) => Promise<void>;
  /** Shows a page; `false` when no browser can be started here. */
  openBrowser(url: string): Promise<boolean>;
  /** For outcomes that are no failure, such as differences found. */
  setExitCode(code: number): void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly version: string;
}
