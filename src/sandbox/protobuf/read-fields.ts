import { SillageError } from "../../errors/index.ts";

/** One field of a message as it stands on the wire. */
export interface WireField {
  readonly number: number;
  /** `bigint` for a varint, bytes for everything else. */
  readonly value: bigint | Uint8Array;
}

const fixedLengths: Readonly<Record<number, number>> = { 1: 8, 5: 4 };
const maxVarintBytes = 10;

/** The fields of a message in their order. Throws `invalid` where it ends too early or is no protobuf. */
export function* readFields(message: Uint8Array): Generator<WireField, void, void> {
  const reader: Reader = { message, at: 0 };
  while (reader.at < message.length) {
    const tag = Number(readVarint(reader));
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (number < 1 || number >= 2 ** 29) throw malformed(`there is no field ${number}`);
    if (wireType === 0) yield { number, value: readVarint(reader) };
    else yield { number, value: readBytes(reader, wireType === 2 ? Number(readVarint(reader)) : fixedLengths[wireType]) };
  }
}

export function malformed(why: string): SillageError {
  return new SillageError("invalid", `Cannot decode the protobuf body: ${why}`);
}

interface Reader {
  readonly message: Uint8Array;
  at: number;
}

function readVarint(reader: Reader): bigint {
  let value = 0n;
  for (let index = 0; index < maxVarintBytes; index += 1) {
    const byte = reader.message[reader.at];
    if (byte === undefined) throw malformed("unexpected end");
    reader.at += 1;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte < 0x80) return value;
  }
  throw malformed("a number is too long");
}

function readBytes(reader: Reader, length: number | undefined): Uint8Array {
  if (length === undefined) throw malformed("unknown wire type");
  const end = reader.at + length;
  if (end > reader.message.length) throw malformed("unexpected end");
  const bytes = reader.message.subarray(reader.at, end);
  reader.at = end;
  return bytes;
}
