import { startGitServer as startServer } from "../../src/git/index.ts";
import { createLog } from "../../src/log/index.ts";
import { makeTempFolder } from "./temp-folder.ts";

/** Two real Git servers on loopback: one open, one that asks for credentials. Each has one repository. */
export interface TestGitServer {
  readonly repositoryUrl: string;
  /** Needs user `ada`, password `correct-horse`. */
  readonly privateUrl: string;
  /** Request lines the open server has seen so far. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

export async function startGitServer(webhook?: { readonly url: string; readonly secret: string }): Promise<TestGitServer> {
  const log = createLog({ level: "warn" });
  const requests: string[] = [];
  const signal = AbortSignal.timeout(30_000);
  const open = await startServer({ log }, { rootDir: makeTempFolder(), port: 0, onRequest: (line) => requests.push(line), ...(webhook === undefined ? {} : { webhook }) });
  const closed = await startServer({ log }, { rootDir: makeTempFolder(), port: 0, credentials: { username: "ada", password: "correct-horse" } });
  return {
    repositoryUrl: (await open.openRepository("gitops", { signal })).url,
    privateUrl: (await closed.openRepository("private", { signal })).url,
    requests,
    async close() {
      await Promise.all([open.close(), closed.close()]);
    },
  };
}
