import type { FastifyInstance } from "fastify";
import { SillageError } from "../../errors/index.ts";

/** Deeper than any manifest, and shallow enough for whatever walks a body by recursion. */
const maxDepth = 256;

/** Writes to this instance are JSON and say so, which a cross-site form cannot; the status is 415 otherwise. A body may be left out. */
export function requireJson(app: FastifyInstance): void {
  app.addHook("onRequest", async ({ method, headers }) => {
    if (method === "GET" || method === "HEAD") return;
    if (!/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? "")) {
      throw Object.assign(new SillageError("invalid", "The content type must be application/json"), { statusCode: 415 });
    }
    // Browsers say where a request comes from; everybody else has no cookies to be abused.
    if (headers["sec-fetch-site"] === "cross-site") throw new SillageError("forbidden", "Another site may not change anything here");
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "string" }, async (_request: unknown, body: string | Buffer) => parseBody(String(body)));
}

function parseBody(text: string): unknown {
  if (text === "") return undefined;
  requireShallow(text);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SillageError("invalid", "The body is not JSON", { cause });
  }
}

/** Counts brackets outside of strings, before anything is built from them. */
function requireShallow(text: string): void {
  let depth = 0;
  let isString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isString && character === "\\") index += 1;
    else if (character === '"') isString = !isString;
    else if (!isString && (character === "[" || character === "{")) depth += 1;
    else if (!isString && (character === "]" || character === "}")) depth -= 1;
    if (depth > maxDepth) throw new SillageError("invalid", `The body is nested deeper than ${maxDepth} levels`);
  }
}
