import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { deflateRawSync } from "node:zlib";
import { isSillageError } from "../src/errors/index.ts";
import { makeTempFolder } from "../test/support/temp-folder.ts";
import { readZipEntry } from "./zip.ts";

const archive = path.join(makeTempFolder(), "archive.zip");
writeFileSync(archive, makeArchive());

for (const { name, entry, want } of [
  { name: "a stored entry", entry: "plain", want: "as it is" },
  { name: "a deflated entry behind another one", entry: "folder/packed", want: "over and over ".repeat(50) },
]) {
  test(`readZipEntry: ${name}`, async () => {
    assert.equal((await readZipEntry(archive, entry)).toString("utf8"), want);
  });
}

test("readZipEntry: an entry that is not there", async () => {
  await assert.rejects(readZipEntry(archive, "folder"), (error) => isSillageError(error, "notFound"));
});

test("readZipEntry: a file that is no archive", async () => {
  await assert.rejects(readZipEntry(import.meta.filename, "plain"), (error) => isSillageError(error, "invalid"));
});

/** Two files, with an extra field and a comment, which real archives have too. */
function makeArchive(): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  for (const [name, method, data] of [
    ["plain", 0, Buffer.from("as it is")],
    ["folder/packed", 8, deflateRawSync("over and over ".repeat(50))],
  ] as const) {
    const offset = Buffer.concat(locals).length;
    const local = Buffer.alloc(30);
    local.write("PK\x03\x04", "latin1");
    local.writeUInt16LE(name.length, 26);
    local.writeUInt16LE(4, 28);
    locals.push(local, Buffer.from(name), Buffer.alloc(4), data);
    const central = Buffer.alloc(46);
    central.write("PK\x01\x02", "latin1");
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt16LE(3, 32);
    central.writeUInt32LE(offset, 42);
    centrals.push(central, Buffer.from(name), Buffer.from("hey"));
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt32LE(Buffer.concat(centrals).length, 12);
  end.writeUInt32LE(Buffer.concat(locals).length, 16);
  end.writeUInt16LE(7, 20);
  return Buffer.concat([...locals, ...centrals, end, Buffer.from("comment")]);
}
