import { writeFile } from "node:fs/promises";
import { Option } from "commander";
import type { Clock } from "../async/index.ts";
import type { ServeCommand } from "../cli/index.ts";
import { SillageError } from "../errors/index.ts";
import { getBoolean, getString } from "../kube/index.ts";
import { createLog, type Context } from "../log/index.ts";
import { connectCluster } from "./connect-cluster.ts";
import type { Environment } from "./environment.ts";
import type { ListenFlags } from "./listen-options.ts";
import { logOptions, openLog } from "./log-options.ts";
import { observingOptions, readObservingFlags } from "./observing-options.ts";
import { readSealedSecretOptions, sealedSecretOptions } from "./sealed-secret-options.ts";

/** The commands that run in the foreground until interrupted. Each loads what it needs when it runs: a server carries no sandbox, and `app list` starts at once. */
export function createServeCommands(environment: Environment, clock: Clock): readonly ServeCommand[] {
  const quiet = (signal: AbortSignal): Context => ({ signal, log: createLog({ level: environment.logLevel === "info" ? "warn" : environment.logLevel }) });
  return [
    serverCommand(environment, clock),
    {
      name: "sandbox",
      description: "a simulated Kubernetes cluster for kubectl and Sillage: nothing really runs in it; prints `ready <url>`",
      options: [
        new Option("--kubeconfig <file>", "write an administrator's kubeconfig here"),
        new Option("--data <folder>", "keep all objects in this folder; without it they end with the process"),
        addressOption(),
        portOption("6443"),
      ],
      run: async (options, signal) => {
        const { startSimulatedCluster } = await import("./simulated-cluster.ts");
        const dataFolder = getString(options, "data");
        const cluster = await startSimulatedCluster(quiet(signal), { clock, ...(dataFolder === undefined ? {} : { dataFolder }) }, addressOf(options));
        const file = getString(options, "kubeconfig");
        if (file !== undefined) await writeFile(file, cluster.kubeconfig, { mode: 0o600 });
        process.stdout.write(`ready ${cluster.url}\n`);
        await cluster.ended;
      },
    },
    {
      name: "kubelet",
      description: "fake nodes beside a control plane that has none: pods get ready, nothing really runs",
      options: [kubeconfigOption()],
      run: async (options, signal) => {
        const { runKubelet } = await import("./kubelet.ts");
        await runKubelet(quiet(signal), { clock, cluster: await connectCluster(environment, { kubeconfig: getString(options, "kubeconfig"), context: undefined }) });
      },
    },
    {
      name: "demo",
      description: "a simulated cluster, a Git server with the example repository, and Sillage between them",
      options: [portOption("8080")],
      run: async (options, signal) => {
        const { runDemo } = await import("./demo.ts");
        await runDemo(quiet(signal), { clock, environment }, { port: addressOf({ host: "127.0.0.1", ...options }).port });
      },
    },
  ];
}

function serverCommand(environment: Environment, clock: Clock): ServeCommand {
  return {
    name: "server",
    description: "reconcile the Applications of a cluster, and serve the API; prints `ready <url>`",
    options: [
      kubeconfigOption(),
      new Option("--context <name>", "context of the kubeconfig"),
      new Option("--namespace <name>", "namespace of Applications, projects and settings").default("argocd"),
      new Option("--host <address>", "address to listen on (default: server.listen.address of argocd-cmd-params-cm, then 127.0.0.1)"),
      portOption("8080"),
      new Option("--insecure", "plain HTTP; the default on loopback, HTTPS elsewhere"),
      new Option("--no-insecure", "HTTPS on loopback too"),
      new Option("--rootpath <path>", "where a proxy serves Sillage, such as /sillage").env("ARGOCD_SERVER_ROOTPATH"),
      new Option("--install-crds", "apply the CustomResourceDefinitions first"),
      new Option("--application-namespaces <globs>", "other namespaces whose Applications are served, if their project names them in sourceNamespaces").env(
        "ARGOCD_APPLICATION_NAMESPACES",
      ),
      ...logOptions(),
      ...observingOptions(),
      ...sealedSecretOptions(),
    ],
    run: async (options, signal) => {
      const { runServer } = await import("./server.ts");
      const cluster = await connectCluster(environment, { kubeconfig: getString(options, "kubeconfig"), context: getString(options, "context") });
      await runServer(
        signal,
        { clock, environment, cluster, openLog: openLog(options) },
        {
          listen: listenFlagsOf(options),
          namespace: text(options, "namespace"),
          installDefinitions: options["installCrds"] === true,
          applicationNamespaces: getString(options, "applicationNamespaces"),
          observing: readObservingFlags(options),
          sealedSecrets: readSealedSecretOptions(options),
        },
      );
    },
  };
}

function listenFlagsOf(options: Readonly<Record<string, unknown>>): ListenFlags {
  return { host: getString(options, "host"), port: addressOf(options).port, isInsecure: getBoolean(options, "insecure"), rootPath: getString(options, "rootpath") };
}

function addressOption(): Option {
  return new Option("--host <address>", "address to listen on").default("127.0.0.1");
}

function portOption(value: string): Option {
  return new Option("--port <number>", "port to listen on; 0 takes any free one").default(value);
}

function kubeconfigOption(): Option {
  return new Option("--kubeconfig <file>", "kubeconfig of the cluster (default: KUBECONFIG, then ~/.kube/config, then the service account of this pod)");
}

function text(options: Readonly<Record<string, unknown>>, name: string): string {
  return getString(options, name) ?? "";
}

function addressOf(options: Readonly<Record<string, unknown>>): { readonly host: string; readonly port: number } {
  const given = text(options, "port");
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65_535) throw new SillageError("invalid", `"${given}" is no port: give a number from 0 to 65535`);
  return { host: text(options, "host"), port };
}
