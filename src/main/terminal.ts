import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import type { CliDeps } from "../cli/index.ts";
import { SillageError } from "../errors/index.ts";

/** What is asked of a person, on standard error. Without a terminal the answers are the lines of standard input, but for `confirm`. */
export function createQuestions(signal: AbortSignal): Pick<CliDeps, "confirm" | "askText" | "askSecret"> {
  const readLine = createLineReader();
  return {
    async confirm(question) {
      if (!process.stdin.isTTY) throw new SillageError("invalid", `"${question}" cannot be asked without a terminal: add --yes, or --prompts-enabled=false`);
      return (await ask(`${question} [y/n] `, { isShown: true, signal })).toLowerCase().startsWith("y");
    },
    askText: (question) => (process.stdin.isTTY ? ask(question, { isShown: true, signal }) : readLine(question)),
    askSecret: (question) => (process.stdin.isTTY ? ask(question, { isShown: false, signal }) : readLine(question)),
  };
}

async function ask(question: string, { isShown, signal }: { readonly isShown: boolean; readonly signal: AbortSignal }): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  if (!isShown) process.stderr.write(question);
  const prompt = createInterface({ input: process.stdin, output: isShown ? process.stderr : nowhere, terminal: true });
  const stop = new AbortController();
  prompt.once("SIGINT", () => stop.abort(new SillageError("canceled", "Stopped at a question")));
  const stopped = AbortSignal.any([signal, stop.signal]);
  try {
    return await prompt.question(isShown ? question : "", { signal: stopped });
  } catch (error) {
    stopped.throwIfAborted();
    throw error;
  } finally {
    prompt.close();
    if (!isShown) process.stderr.write("\n");
  }
}

/** One line of standard input for each question. Throws `invalid` when there are no more. */
function createLineReader(): (question: string) => Promise<string> {
  let lines: AsyncIterator<string> | undefined;
  return async function readLine(question) {
    lines ??= createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    const { value, done } = await lines.next();
    if (done === true) throw new SillageError("invalid", `No answer to "${question.replace(/[:\s]+$/, "")}" on standard input: give it there, line by line, or as a flag`);
    return value;
  };
}
