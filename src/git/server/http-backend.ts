import type { IncomingMessage, ServerResponse } from "node:http";
import { start } from "../../exec/index.ts";
import { localEnvironment } from "../environment.ts";

export interface BackendOptions {
  readonly rootDir: string;
  readonly pathInfo: string;
  readonly query: string;
}

/** Hands a request to `git http-backend` by CGI and streams its answer; resolves when that is sent. */
export async function serveBackend(request: IncomingMessage, response: ServerResponse, options: BackendOptions): Promise<void> {
  const { headers } = request;
  const gitProtocol = headers["git-protocol"];
  const backend = start("git", ["http-backend"], {
    env: {
      ...localEnvironment,
      GIT_PROJECT_ROOT: options.rootDir,
      GIT_HTTP_EXPORT_ALL: "1",
      REQUEST_METHOD: request.method ?? "GET",
      PATH_INFO: options.pathInfo,
      QUERY_STRING: options.query,
      CONTENT_TYPE: headers["content-type"] ?? "",
      REMOTE_USER: "git",
      REMOTE_ADDR: request.socket.remoteAddress ?? "",
      ...(headers["content-encoding"] === undefined ? {} : { HTTP_CONTENT_ENCODING: headers["content-encoding"] }),
      ...(typeof gitProtocol === "string" ? { GIT_PROTOCOL: gitProtocol } : {}),
    },
  });
  backend.stdin.on("error", () => {
    // It ended without reading the whole request; what it answers says why.
  });
  backend.stderr.resume();
  request.on("error", () => void backend.close());
  response.on("close", () => void backend.close());
  request.pipe(backend.stdin);
  await sendAnswer(backend.stdout, response);
  await backend.ended;
}

/** CGI: header lines, an empty line, the body. */
async function sendAnswer(output: AsyncIterable<Buffer>, response: ServerResponse): Promise<void> {
  let head: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of output) {
    if (head === undefined) {
      response.write(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) continue;
    writeHead(head.toString("latin1", 0, end), response);
    response.write(head.subarray(end + 4));
    head = undefined;
  }
  if (head !== undefined) response.writeHead(500);
  response.end();
}

function writeHead(head: string, response: ServerResponse): void {
  let status = 200;
  for (const line of head.split("\r\n")) {
    const colon = line.indexOf(":");
    const value = line.slice(colon + 1).trim();
    if (line.startsWith("Status:")) status = Number(value.split(" ")[0]);
    else response.setHeader(line.slice(0, colon), value);
  }
  response.writeHead(status);
}
