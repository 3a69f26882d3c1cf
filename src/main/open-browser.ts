import { runInTerminal } from "../exec/index.ts";

const openers: Partial<Readonly<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = { darwin: ["open"], win32: ["explorer"] };

/** Shows a page in the person's browser; `false` when none can be started here. */
export async function openBrowser(url: string): Promise<boolean> {
  const [program, ...args] = openers[process.platform] ?? ["xdg-open"];
  try {
    return (await runInTerminal(program, [...args, url])) === 0;
  } catch {
    return false;
  }
}
