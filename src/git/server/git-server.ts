import { timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, type ServerResponse, createServer } from "node:http";
import path from "node:path";
import { SillageError } from "../../errors/index.ts";
import type { Log } from "../../log/index.ts";
import { serveBackend } from "./http-backend.ts";
import { type HostedRepository, createHostedRepository } from "./hosted-repository.ts";
import { type WebhookTarget, announcePushes } from "./push-webhook.ts";

export interface GitServerOptions {
  /** Holds the bare repositories. */
  readonly rootDir: string;
  /** 0 takes any free port. The server listens on loopback only. */
  readonly port: number;
  /** Asked for at each request, when given. */
  readonly credentials?: { readonly username: string; readonly password: string };
  /** Told of each push, as GitHub would. */
  readonly webhook?: WebhookTarget;
  /** Sees each request, as `GET /shop.git/info/refs`. */
  readonly onRequest?: (line: string) => void;
}

/** A small Git hosting service, for demos and tests: clone and push over HTTP, push events by webhook. */
export interface GitServer {
  readonly url: string;
  /** Makes an empty repository, or opens the one of that name. */
  openRepository(name: string, options: { readonly signal: AbortSignal }): Promise<HostedRepository>;
  close(): Promise<void>;
}

/** Starts listening; everything Git-specific is done by `git http-backend`. */
export async function startGitServer(deps: { readonly log: Log }, options: GitServerOptions): Promise<GitServer> {
  const closing = new AbortController();
  const announcements = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      deps.log.warn("Cannot serve a Git request", { error: String(error) });
      response.destroy();
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? "/", "http://localhost");
    options.onRequest?.(`${request.method ?? ""} ${pathname}`);
    if (options.credentials !== undefined && !isAuthorized(request.headers.authorization, options.credentials)) {
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end("Authentication is needed\n");
      return;
    }
    const name = /^\/([\w.-]+)\.git\//.exec(pathname)?.[1];
    if (name === undefined || name.startsWith(".")) {
      response.writeHead(404).end("Repository not found\n");
      return;
    }
    const isPush = request.method === "POST" && pathname.endsWith("/git-receive-pack");
    const repository = createHostedRepository(path.join(options.rootDir, `${name}.git`), `${urlOf()}/${name}.git`);
    const before = isPush ? await repository.fetchBranches(closing) : new Map<string, string>();
    await serveBackend(request, response, { rootDir: options.rootDir, pathInfo: pathname, query: search.slice(1) });
    if (isPush && options.webhook !== undefined) announce(announcePushes({ log: deps.log, repository, target: options.webhook, signal: closing.signal }, before));
  }

  function announce(announcement: Promise<void>): void {
    announcements.add(announcement);
    void announcement.finally(() => announcements.delete(announcement));
  }

  function urlOf(): string {
    const address = server.address();
    return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
  }

  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  return {
    url: urlOf(),
    async openRepository(name, { signal }) {
      if (!/^\w[\w.-]*$/.test(name)) throw new SillageError("invalid", `"${name}" is not a repository name`);
      const repository = createHostedRepository(path.join(options.rootDir, `${name}.git`), `${urlOf()}/${name}.git`);
      await repository.init({ signal });
      return repository;
    },
    async close() {
      closing.abort(new SillageError("canceled", "The Git server is closing"));
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      await Promise.all(announcements);
    },
  };
}

function isAuthorized(header: string | undefined, { username, password }: { readonly username: string; readonly password: string }): boolean {
  const want = Buffer.from(`Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`);
  const got = Buffer.from(header ?? "");
  return got.length === want.length && timingSafeEqual(got, want);
}
