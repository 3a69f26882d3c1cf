import assert from "node:assert/strict";
import { test } from "node:test";
import { FrameStream } from "./frame-stream.ts";

async function read(stream: FrameStream): Promise<readonly string[]> {
  return (await Array.fromAsync(stream)).map((chunk) => Buffer.from(chunk).toString());
}

test("what is pushed between two reads comes as one chunk, what is pending at the end still comes", async () => {
  let closed = 0;
  const stream = new FrameStream({ maxPending: 100, onClose: () => (closed += 1) });
  stream.push("a");
  stream.push("b");
  const chunks = read(stream);
  setTimeout(() => {
    stream.push("c");
    stream.close();
    stream.push("late");
  }, 1);
  assert.deepEqual(await chunks, ["ab", "c"]);
  assert.equal(closed, 1);
});

test("a reader that falls behind is cut off", async () => {
  let closed = 0;
  const stream = new FrameStream({ maxPending: 3, onClose: () => (closed += 1) });
  for (const frame of ["aa", "bb", "cc"]) stream.push(frame);
  assert.deepEqual(await read(stream), []);
  assert.equal(closed, 1);
});

test("a reader that leaves closes the stream", async () => {
  let closed = 0;
  const stream = new FrameStream({ maxPending: 100, onClose: () => (closed += 1) });
  stream.push("a");
  for await (const chunk of stream) {
    assert.equal(Buffer.from(chunk).toString(), "a");
    break;
  }
  assert.equal(closed, 1);
});
