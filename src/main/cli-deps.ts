import { readFile, writeFile } from "node:fs/promises";
import type { CliDeps, LocalConfigStore } from "../cli/index.ts";
import type { CliRim } from "./cli-rim.ts";
import type { Environment } from "./environment.ts";
import { createQuestions } from "./terminal.ts";
import { productVersion } from "./version.ts";

/** The world as the command line sees it. */
export function createCliDeps(rim: CliRim): CliDeps {
  const { environment, clock, signal } = rim;
  const { externalDiff } = environment;
  const localConfig: LocalConfigStore = {
    read: async (file) => (await openLocalConfig()).read(file),
    write: async (config, file) => (await openLocalConfig()).write(config, file),
  };
  const openLocalConfig = async (): Promise<LocalConfigStore> => (await import("./context-file.ts")).createLocalConfigStore(environment);
  return {
    async connect(settings) {
      const { openServer } = await import("./open-server.ts");
      return openServer({ environment, localConfig, openCore: async (options) => (await import("./core.ts")).openCore(rim, options) }, settings);
    },
    openServer: async (options) => (await import("../client/index.ts")).createClient(options),
    probeServer: async (server, options) => (await import("../client/index.ts")).probeTls(server, options),
    localConfig,
    readFile: (file) => (file === "-" ? readAll(process.stdin) : readFile(file, "utf8")),
    writeFile: (file, text, options) => writeFile(file, text, options),
    renderFolder: async (folder, options) => (await import("./render-folder.ts")).renderFolder(folder, options),
    loadSealWorld: async () => (await import("./seal-world.ts")).createSealWorld({ clock, environment }),
    openCluster: async (flags) => (await import("./open-cluster.ts")).openCluster({ clock, environment }, flags),
    serveCore: async (options) => (await import("./core.ts")).serveCore(rim, options),
    loadServeCommands: async () => (await import("./serve-commands.ts")).createServeCommands(environment, clock),
    stdout: outputTo(process.stdout, environment),
    stderr: outputTo(process.stderr, environment),
    ...createQuestions(signal),
    editText: async (text, { fileName }) => (await import("./edit-privately.ts")).editPrivately(text, { editor: environment.editor, fileName }),
    ...(externalDiff === undefined ? {} : { externalDiff: async (difference) => (await import("./external-diff.ts")).showWith(externalDiff, difference) }),
    openBrowser: async (url) => (await import("./open-browser.ts")).openBrowser(url),
    setExitCode(code) {
      process.exitCode = code;
    },
    clock,
    signal,
    version: productVersion(),
  };
}

function outputTo(stream: NodeJS.WriteStream, { hasColors }: Pick<Environment, "hasColors">): CliDeps["stdout"] {
  const write = (text: string): void => void stream.write(text);
  if (!stream.isTTY) return { write };
  return {
    write,
    terminal: {
      get columns() {
        return stream.columns;
      },
      hasColors,
    },
  };
}

async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  let text = "";
  for await (const chunk of stream.setEncoding("utf8")) text += String(chunk);
  return text;
}
