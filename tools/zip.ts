import { open, type FileHandle } from "node:fs/promises";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { SillageError } from "../src/errors/index.ts";

const inflate = promisify(inflateRaw);
const endRecordBytes = 22;
const centralHeaderBytes = 46;
const localHeaderBytes = 30;
const stored = 0;

/** One file of a zip archive. Knows what ordinary archives hold: no encryption, no zip64. Throws `notFound` when the archive has no such entry. */
export async function readZipEntry(archive: string, name: string): Promise<Buffer> {
  const file = await open(archive);
  try {
    const entry = findEntry(await readDirectory(file, archive), name);
    if (entry === undefined) throw new SillageError("notFound", `"${archive}" has no entry "${name}"`);
    const local = await readAt(file, entry.offset, localHeaderBytes);
    const data = await readAt(file, entry.offset + localHeaderBytes + local.readUInt16LE(26) + local.readUInt16LE(28), entry.compressedBytes);
    return entry.method === stored ? data : await inflate(data);
  } finally {
    await file.close();
  }
}

interface Entry {
  readonly method: number;
  readonly compressedBytes: number;
  readonly offset: number;
}

async function readDirectory(file: FileHandle, archive: string): Promise<Buffer> {
  const { size } = await file.stat();
  const tailBytes = Math.min(size, endRecordBytes + 0xffff);
  const tail = await readAt(file, size - tailBytes, tailBytes);
  const end = tail.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end < 0) throw new SillageError("invalid", `"${archive}" is not a zip archive`);
  return readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
}

function findEntry(directory: Buffer, name: string): Entry | undefined {
  for (let at = 0; at + centralHeaderBytes <= directory.length;) {
    const nameBytes = directory.readUInt16LE(at + 28);
    const found = directory.toString("utf8", at + centralHeaderBytes, at + centralHeaderBytes + nameBytes);
    if (found === name) {
      return { method: directory.readUInt16LE(at + 10), compressedBytes: directory.readUInt32LE(at + 20), offset: directory.readUInt32LE(at + 42) };
    }
    at += centralHeaderBytes + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return undefined;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  await file.read(buffer, 0, length, position);
  return buffer;
}
