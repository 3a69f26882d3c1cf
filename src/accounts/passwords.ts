import { Worker } from "node:worker_threads";
import { SillageError } from "../errors/index.ts";
import type { BcryptTask } from "./bcrypt-worker.ts";

/** bcrypt off the main thread, one at a time: 80 ms each that no other request has to wait. */
export interface Passwords {
  hash(password: string): Promise<string>;
  verify(password: string, hash: string): Promise<boolean>;
  close(): Promise<void>;
}

type Answer = PromiseWithResolvers<unknown>;

/** The thread starts with the first password and does not keep the process alive. Rejects with `unavailable` when it dies, and starts another for the next. */
export function createPasswords({ cost = 10 }: { readonly cost?: number } = {}): Passwords {
  let thread: { readonly worker: Worker; readonly waiting: Answer[] } | undefined;

  function start(): NonNullable<typeof thread> {
    // Compiled or not, the worker has the extension of this file.
    const worker = new Worker(new URL(import.meta.url.endsWith(".ts") ? "./bcrypt-worker.ts" : "./bcrypt-worker.js", import.meta.url));
    const waiting: Answer[] = [];
    const started = { worker, waiting };
    const fail = (cause: unknown): void => {
      if (thread === started) thread = undefined;
      for (const { reject } of waiting.splice(0)) reject(new SillageError("unavailable", "The password could not be checked: try again", { cause }));
    };
    worker.on("message", (answer: unknown) => {
      waiting.shift()?.resolve(answer);
      if (waiting.length === 0) worker.unref();
    });
    worker.once("error", fail);
    worker.once("exit", fail);
    return started;
  }

  function ask(task: BcryptTask): Promise<unknown> {
    thread ??= start();
    const answer = Promise.withResolvers<unknown>();
    thread.waiting.push(answer);
    thread.worker.ref();
    thread.worker.postMessage(task, []);
    return answer.promise;
  }

  return {
    hash: async (password) => String(await ask({ kind: "hash", password, cost })),
    verify: async (password, hash) => (await ask({ kind: "verify", password, hash })) === true,
    async close() {
      await thread?.worker.terminate();
    },
  };
}
