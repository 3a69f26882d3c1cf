import fastJsonPatch, { JsonPatchError, type Operation } from "fast-json-patch";
import { SillageError } from "../../errors/index.ts";
import { isRecord } from "../index.ts";

/** The API server's limit. */
const maximumOperations = 10_000;

/** JSON patch (RFC 6902). Throws `invalid` for an ill-formed patch, a path that does not exist, or a failing `test`. */
export function applyJsonPatch(document: unknown, patch: unknown): unknown {
  if (!isOperations(patch)) throw new SillageError("invalid", "Cannot apply JSON patch: it is not a list of operations");
  if (patch.length > maximumOperations) {
    throw new SillageError("invalid", `The allowed maximum operations in a JSON patch is ${maximumOperations}, got ${patch.length}`, { reason: "RequestEntityTooLarge" });
  }
  try {
    return fastJsonPatch.applyPatch(document, patch, true, false).newDocument;
  } catch (cause) {
    throw new SillageError("invalid", `Cannot apply JSON patch: ${describeFailure(cause)}`, { cause });
  }
}

function isOperations(patch: unknown): patch is Operation[] {
  return Array.isArray(patch) && patch.every((operation) => isRecord(operation) && typeof operation["op"] === "string" && typeof operation["path"] === "string");
}

/** The library's messages go on with the whole document, which may hold secrets. */
function describeFailure(error: unknown): string {
  if (!(error instanceof JsonPatchError)) return "an operation failed";
  const at = typeof error.index === "number" ? `operation ${error.index}` : "an operation";
  const path = isRecord(error.operation) ? ` at "${String(error.operation["path"])}"` : "";
  return `${at}${path} failed, ${error.message.split("\n")[0]?.replace(/^./, (first) => first.toLowerCase())}`;
}
