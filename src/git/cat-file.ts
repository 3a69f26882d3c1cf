import { SillageError } from "../errors/index.ts";
import { start } from "../exec/index.ts";
import { type GitObject, type Waiter, createReplies } from "./cat-file-replies.ts";
import { localEnvironment } from "./environment.ts";

export interface CatFile {
  /** An object by id; undefined when there is none, or the short id fits several. Throws `invalid` when it has more than `maxBytes`. */
  read(name: string, maxBytes: number): Promise<GitObject | undefined>;
  close(): Promise<void>;
}

interface Request extends Waiter {
  readonly line: string;
}

interface Session {
  send(requests: readonly Request[]): void;
  close(): Promise<void>;
}

const objectName = /^[0-9a-f]{4,64}(?:\^\{commit\})?$/;

/** Reads objects through one long-lived `git cat-file`, started when needed; requests of one turn of the event loop travel together. */
export function createCatFile(gitDir: string): CatFile {
  let session: Session | undefined;
  let queued: Request[] = [];

  function flush(): void {
    const requests = queued;
    queued = [];
    session ??= startSession(gitDir, () => {
      session = undefined;
    });
    session.send(requests);
  }

  return {
    read(name, maxBytes) {
      if (!objectName.test(name)) throw new SillageError("internal", `"${name}" is not the id of a Git object`);
      return new Promise((resolve, reject) => {
        if (queued.length === 0) setImmediate(flush);
        queued.push({ line: `contents ${name}\n`, maxBytes, resolve, reject });
      });
    },
    async close() {
      await session?.close();
    },
  };
}

function startSession(gitDir: string, onEnd: () => void): Session {
  const running = start("git", ["--git-dir", gitDir, "cat-file", "--batch-command", "--buffer"], { env: localEnvironment });
  const replies = createReplies();
  running.stdout.on("data", (chunk: Buffer) => replies.push(chunk));
  running.stderr.resume();
  running.stdin.on("error", () => {
    // It has ended; those who wait are told below.
  });
  void failWhenEnded();

  async function failWhenEnded(): Promise<void> {
    await running.ended;
    onEnd();
    replies.fail(new SillageError("unavailable", `Cannot read from the Git mirror "${gitDir}": git cat-file ended`));
  }

  return {
    send(requests) {
      replies.expect(requests);
      running.stdin.write(`${requests.map((request) => request.line).join("")}flush\n`);
    },
    close: () => running.close(),
  };
}
