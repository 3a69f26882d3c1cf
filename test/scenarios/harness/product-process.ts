import { createApplicationController } from "../../../src/controllers/index.ts";
import { SillageError } from "../../../src/errors/index.ts";
import { createRepositories } from "../../../src/git/index.ts";
import { createKubeClient, type Transport, type TransportRequest, type TransportResponse } from "../../../src/kube/index.ts";
import { createLog } from "../../../src/log/index.ts";
import type { ManualClock } from "../../../src/async/index.ts";
import { createSourceReader } from "../../../src/main/source-reader.ts";
import { createRenderer, defaultRendererOptions } from "../../../src/render/index.ts";
import { createInformer } from "../../../src/runtime/index.ts";
import { describeRequest } from "./describe-request.ts";

export interface ProductDeps {
  readonly clock: ManualClock;
  readonly random: () => number;
  readonly transport: Transport;
  /** Told of each answer to a write. */
  readonly onWrite: (request: TransportRequest, response: TransportResponse) => Promise<TransportResponse>;
  readonly dataDir: string;
}

/** The server's controllers as one process that can be killed. */
export interface ProductProcess {
  readonly isBusy: () => boolean;
  /** A webhook says that the repository has moved. */
  announcePush(url: string): void;
  /** Its next writes, then no more: the last one reaches the cluster, the answer does not come back. Resolves then. */
  dieAfter(writes: number): Promise<void>;
  /** Ends it: as by SIGTERM, or at once, without another word. */
  stop(how: "gently" | "at once"): Promise<void>;
}

export const controlNamespace = "argocd";
const pollIntervalMs = 180_000;

export async function startProductProcess(deps: ProductDeps): Promise<ProductProcess> {
  const { clock, random } = deps;
  const log = createLog({ level: (process.env["SILLAGE_TEST_LOG"] ?? "silent") as "silent" });
  const abort = new AbortController();
  const ctx = { signal: abort.signal, log };
  const life = createLife(deps);
  const client = createKubeClient({ transport: life.transport, clock, random }, { userAgent: "sillage" });
  let announce = (_url: string): void => {};
  const repositories = createRepositories({ clock, random, getAccess: () => ({}), onChange: (url) => announce(url) }, { dataDir: deps.dataDir, pollIntervalMs, pollJitterMs: 0 });
  const reader = createSourceReader({ client, openRepository: (url) => repositories.open(url), renderer: createRenderer(defaultRendererOptions) });
  let reading = 0;

  async function counted<T>(work: Promise<T>): Promise<T> {
    reading += 1;
    return work.finally(() => (reading -= 1));
  }

  const controller = await createApplicationController(
    ctx,
    {
      client,
      clock,
      random,
      log,
      sources: {
        resolveRevision: (...args) => counted(reader.resolveRevision(...args)),
        renderSource: (...args) => counted(reader.renderSource(...args)),
      },
      createInformer: (resource, options) => createInformer({ client, clock, log, random }, { resource, ...options }),
      getGlobalProjects: () => [],
      impersonation: { isEnabled: () => false, createClient: () => client },
    },
    { controlNamespace, isApplicationNamespace: () => false, concurrency: 16 },
  );
  announce = (url) => controller.announceRevisions(url);
  const running = Promise.all([controller.run(ctx), repositories.run(ctx)]);
  return {
    isBusy: () => reading > 0,
    announcePush: (url) => void repositories.announcePush([url]),
    dieAfter: (writes) => life.endAfter(writes),
    async stop(how) {
      if (how === "at once") life.end();
      abort.abort(new SillageError("canceled", "The process ends"));
      await running;
      await repositories.close();
    },
  };
}

interface Life {
  readonly transport: Transport;
  endAfter(writes: number): Promise<void>;
  end(): void;
}

/** Writes pass while it lasts; afterwards nothing is sent and nothing answers. */
function createLife({ transport, onWrite }: ProductDeps): Life {
  const ended = new SillageError("unavailable", "The process is dead");
  const death = Promise.withResolvers<void>();
  let writesLeft = Number.POSITIVE_INFINITY;
  let isOver = false;

  function end(): void {
    isOver = true;
  }

  return {
    transport: {
      async send(request) {
        if (isOver) throw ended;
        const isWrite = request.method !== "GET" && describeRequest(request).verb !== "try";
        if (isWrite && writesLeft-- <= 0) throw ended;
        const isLast = isWrite && writesLeft === 0;
        const response = await transport.send(request);
        const told = isWrite ? await onWrite(request, response) : response;
        if (isLast) {
          end();
          death.resolve();
        }
        if (isOver) throw ended;
        return told;
      },
      close: () => transport.close(),
    },
    endAfter(writes) {
      writesLeft = writes;
      return death.promise;
    },
    end,
  };
}
