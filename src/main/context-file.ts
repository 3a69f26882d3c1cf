import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { SillageError } from "../errors/index.ts";
import { getString } from "../kube/index.ts";

/** How to reach a server on this machine. The file is readable by its owner only: the token is a password. */
export interface ServerContext {
  readonly server: string;
  readonly token: string;
}

/** Written by `sillage server` and `sillage demo` once they serve. The newest wins. */
export async function writeContext(file: string, context: ServerContext): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(context, undefined, 2)}\n`, { mode: 0o600 });
}

/** `undefined` when there is none. Throws `invalid` when the file is not what we write. */
export async function readContext(file: string): Promise<ServerContext | undefined> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    return undefined;
  }
  const context = parseContext(text);
  if (context === undefined)
    throw new SillageError("invalid", `Cannot read the context file "${file}": it is not what \`sillage server\` writes, remove it or give --server and --auth-token`);
  return context;
}

function parseContext(text: string): ServerContext | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const server = getString(value, "server");
    const token = getString(value, "token");
    return server === undefined || token === undefined ? undefined : { server, token };
  } catch {
    return undefined;
  }
}
