import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { SillageError } from "../errors/index.ts";
import { childEnvironment } from "./environment.ts";

export interface ExecOptions {
  readonly signal: AbortSignal;
  readonly cwd?: string;
  /** Added to the few inherited names. Secrets may travel here, never in the arguments. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  readonly timeoutMs?: number;
  /** Beyond this the program is killed and the call fails with `invalid`. Default 64 MiB. */
  readonly maxOutputBytes?: number;
}

/** The same shape for success and failure: a non-zero exit is a value, not an exception. */
export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const killGraceMs = 2_000;

/** Runs a program to its end. Throws `unavailable` when it cannot be started, `deadline` on timeout, the signal's reason on abort. */
export function exec(command: string, args: readonly string[], options: ExecOptions): Promise<ExecResult> {
  options.signal.throwIfAborted();
  const child = spawn(command, args, { cwd: options.cwd, env: childEnvironment(options.env ?? {}), stdio: "pipe" });
  return new Promise((resolve, reject) => {
    const output = collect(child, options.maxOutputBytes ?? 64 * 1024 * 1024, (error) => stop(error));
    let failure: unknown;
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => stop(new SillageError("deadline", `"${command}" did not end within ${options.timeoutMs} ms`)), options.timeoutMs);

    function stop(error: unknown): void {
      failure ??= error;
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), killGraceMs).unref();
    }
    function onAbort(): void {
      stop(options.signal.reason);
    }
    options.signal.addEventListener("abort", onAbort, { once: true });
    child.on("error", (cause) => {
      failure ??= new SillageError("unavailable", `Cannot run "${command}"`, { cause });
      finish(-1);
    });
    child.on("close", (code) => finish(code ?? -1));

    function finish(exitCode: number): void {
      clearTimeout(timer);
      options.signal.removeEventListener("abort", onAbort);
      if (failure === undefined) resolve({ exitCode, ...output() });
      else reject(failure);
    }
    child.stdin.on("error", () => {
      // The program ended without reading all of its input; its exit code tells whether that was a failure.
    });
    child.stdin.end(options.input);
  });
}

function collect(child: ChildProcessWithoutNullStreams, limit: number, overflow: (error: SillageError) => void): () => { stdout: Buffer; stderr: string } {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  let size = 0;
  for (const [stream, chunks] of [
    [child.stdout, stdout],
    [child.stderr, stderr],
  ] as const) {
    stream.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) overflow(new SillageError("invalid", `"${child.spawnfile}" wrote more than ${limit} bytes`));
      else chunks.push(chunk);
    });
  }
  return () => ({ stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString("utf8") });
}
