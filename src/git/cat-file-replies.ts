import { SillageError } from "../errors/index.ts";

/** One object as Git has it. */
export interface GitObject {
  readonly oid: string;
  readonly type: string;
  readonly bytes: Buffer;
}

/** Who waits for the next reply, and how large an object they take. */
export interface Waiter {
  readonly maxBytes: number;
  resolve(object: GitObject | undefined): void;
  reject(error: unknown): void;
}

interface Header {
  readonly oid: string;
  readonly type: string;
  readonly size: number;
}

export interface Replies {
  expect(waiters: readonly Waiter[]): void;
  push(chunk: Buffer): void;
  fail(error: unknown): void;
}

/** Parses the output of `git cat-file --batch-command` and hands each reply to the one who waits for it, in order. */
export function createReplies(): Replies {
  const waiting: Waiter[] = [];
  let chunks: Buffer[] = [];
  let length = 0;
  let header: Header | undefined;
  let skip = 0;

  function take(size: number): Buffer {
    const all = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks);
    chunks = size < all.length ? [all.subarray(size)] : [];
    length -= size;
    return all.subarray(0, size);
  }

  function takeSkipped(): boolean {
    skip -= take(Math.min(length, skip)).length;
    return skip === 0;
  }

  function takeHeader(): boolean {
    if (chunks.length > 1) chunks = [Buffer.concat(chunks)];
    const end = chunks[0]?.indexOf(10) ?? -1;
    if (end < 0) return false;
    const [oid = "", type = "", size] = take(end + 1)
      .toString("utf8")
      .trimEnd()
      .split(" ");
    if (size === undefined) waiting.shift()?.resolve(undefined);
    else if (Number(size) > (waiting[0]?.maxBytes ?? 0)) refuse(Number(size));
    else header = { oid, type, size: Number(size) };
    return true;
  }

  function refuse(size: number): void {
    const waiter = waiting.shift();
    skip = size + 1;
    waiter?.reject(new SillageError("invalid", `The file has ${size} bytes, more than the limit of ${waiter.maxBytes}`, { terminal: true, reason: "FileTooLarge" }));
  }

  function takeBody({ oid, type, size }: Header): boolean {
    if (length < size + 1) return false;
    const bytes = take(size + 1).subarray(0, size);
    header = undefined;
    waiting.shift()?.resolve({ oid, type, bytes });
    return true;
  }

  function takeNext(): boolean {
    if (skip > 0) return takeSkipped();
    return header === undefined ? takeHeader() : takeBody(header);
  }

  return {
    expect: (waiters) => void waiting.push(...waiters),
    push(chunk) {
      chunks.push(chunk);
      length += chunk.length;
      let hasProgress = true;
      while (hasProgress) hasProgress = length > 0 && takeNext();
    },
    fail(error) {
      for (const waiter of waiting.splice(0)) waiter.reject(error);
    },
  };
}
