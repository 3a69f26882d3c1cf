import assert from "node:assert/strict";
import type { KeyRequest, SealWorld } from "../../src/cli/seal/world.ts";
import { SillageError } from "../../src/errors/index.ts";

interface MemoryWorld {
  /** Changed by what the commands write; `-` is standard input. */
  readonly files: Map<string, string | Uint8Array>;
  readonly modes: Map<string, number | undefined>;
  readonly commits: { readonly files: readonly string[]; readonly message: string }[];
  /** What the editor was shown. */
  readonly edited: string[];
  readonly loadSealWorld: () => Promise<SealWorld>;
}

interface MemoryOptions {
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly isTerminal?: boolean;
  readonly namespace?: string;
  readonly answer?: (request: KeyRequest) => Promise<{ readonly status: number; readonly text: string }>;
  /** What a person makes of the text. */
  readonly edit?: (text: string) => string;
  /** Files with changes that are not committed. */
  readonly changed?: readonly string[];
  readonly openCluster?: SealWorld["openCluster"];
  readonly render?: SealWorld["renderManifests"];
}

/** Files, editor, Git and controller for `sillage seal`, in memory. */
export function createMemorySealWorld(options: MemoryOptions = {}): MemoryWorld {
  const { isTerminal = false, namespace, answer, edit, changed = [], openCluster, render } = options;
  const files = new Map<string, string | Uint8Array>(Object.entries(options.files ?? {}));
  const modes = new Map<string, number | undefined>();
  const commits: { readonly files: readonly string[]; readonly message: string }[] = [];
  const edited: string[] = [];
  const world: SealWorld = {
    isTerminal,
    async readBytes(file) {
      const content = files.get(file);
      if (content === undefined) throw new SillageError("notFound", `Cannot read "${file}"`);
      return Buffer.from(content);
    },
    async writeFile(file, text, { mode } = {}) {
      files.set(file, text);
      modes.set(file, mode);
    },
    listManifests: async (place) => [...files.keys()].filter((file) => file !== "-" && (place === "." || file === place || file.startsWith(`${place}/`))).toSorted(),
    renderManifests: render ?? (async () => []),
    fetchText: async (url) => assert.fail(`Nobody serves ${url}`),
    openKeyService: async () => ({ send: answer ?? (() => assert.fail("There is no controller")) }),
    openCluster: openCluster ?? (() => assert.fail("There is no cluster")),
    findNamespace: async () => namespace,
    async edit(text) {
      assert.ok(edit !== undefined, "There is no editor");
      edited.push(text);
      return edit(text);
    },
    openWorkTree: () => ({
      listChanged: async (wanted) => wanted.filter((file) => changed.includes(file)),
      commit: async (committed, message) => void commits.push({ files: committed, message }),
    }),
  };
  return { files, modes, commits, edited, loadSealWorld: async () => world };
}
