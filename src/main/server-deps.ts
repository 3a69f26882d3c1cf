import { randomUUID } from "node:crypto";
import type { Clock } from "../async/index.ts";
import type { ApplicationController } from "../controllers/index.ts";
import { SillageError } from "../errors/index.ts";
import { checkRemote, fetchRefs, parseGithubPush, type Repositories } from "../git/index.ts";
import type { KubeClient, KubeObject } from "../kube/index.ts";
import type { Context } from "../log/index.ts";
import type { ServerDeps } from "../server/index.ts";
import { readSecretKey } from "../settings/index.ts";
import { noTracing } from "../trace/index.ts";
import type { Access } from "./access.ts";
import type { ClusterHealth } from "./find-troubles.ts";
import type { Observing } from "./observing.ts";
import type { SealedSecrets } from "./sealed-secrets.ts";
import type { SettingsSource } from "./settings-source.ts";

export interface ServerParts extends Pick<Access, "sessions" | "accounts" | "accountWriter" | "sso" | "getSsoConfig" | "getEnforcer"> {
  readonly ctx: Context;
  readonly clock: Clock;
  readonly client: KubeClient;
  readonly controller: ApplicationController;
  /** Left out where nothing unseals. */
  readonly sealed: Pick<SealedSecrets, "sealing"> | undefined;
  readonly repositories: Repositories;
  readonly settings: SettingsSource;
  readonly projects: ServerDeps["projects"];
  readonly applications: ServerDeps["applications"];
  readonly isApplicationNamespace: ServerDeps["isApplicationNamespace"];
  /** Left out: nobody looks on. */
  readonly observing?: Pick<Observing, "tracer" | "onAnswered">;
  readonly health?: Pick<ClusterHealth, "findTroubles">;
}

/** What the API needs of the rest of the product. */
export function createServerDeps(parts: ServerParts): ServerDeps {
  const { ctx, clock, client, controller, sealed, repositories, settings, projects, applications, isApplicationNamespace } = parts;
  const { tracer = noTracing, onAnswered } = parts.observing ?? {};
  const { health } = parts;
  const { sessions, accounts, accountWriter, sso, getSsoConfig, getEnforcer } = parts;
  return {
    kube: client,
    sessions,
    accounts,
    accountWriter,
    sso,
    getSsoConfig,
    getEnforcer,
    clock,
    log: ctx.log,
    applications,
    ...(sealed?.sealing === undefined ? {} : { sealing: sealed.sealing }),
    fetchManagedResources: (call, application) => controller.fetchManagedResources(call, application),
    fetchManifests: (call, application, request) => controller.fetchManifests(call, application, request),
    fetchServerSideDiff: (call, application, manifests) => controller.fetchServerSideDiff(call, application, manifests),
    fetchResourceTree: (call, application) => controller.fetchResourceTree(call, application),
    onTreeChange: (application, handler) => controller.onTreeChange(application, handler),
    findProblems: (application) => controller.findProblems(application),
    getProject: (name) => controller.getProject(name),
    getApplicationSettings: () => settings.get(),
    isApplicationNamespace,
    async fetchRevisionMetadata({ signal }, { project, repoURL, revision }) {
      const repository = repositories.open(repoURL, settings.findScope(repoURL, project));
      const commit = await repository.objects.findCommit(await repository.resolve(revision, { signal }));
      if (commit === undefined) throw new SillageError("notFound", `Commit "${revision}" is not in repository "${repoURL}"`);
      return { author: commit.author, date: commit.date, message: commit.message };
    },
    settings,
    checkRepository: ({ signal }, secret) => checkRemote(urlOf(secret), { access: settings.getAccess(urlOf(secret), { own: secret }), signal }),
    fetchRefs: ({ signal }, secret) => fetchRefs(urlOf(secret), { access: settings.getAccess(urlOf(secret), { own: secret }), signal }),
    projects,
    getGlobalProjects: () => settings.getGlobalProjects(),
    newId: randomUUID,
    ...(onAnswered === undefined ? {} : { onAnswered }),
    ...(health === undefined ? {} : { findTroubles: () => health.findTroubles() }),
    async receivePush(_ctx, push) {
      return tracer.trace({ name: "server.Webhook" }, async () => repositories.announcePush(parseGithubPush(push, settings.getWebhookSecret())?.repoUrls ?? []));
    },
  };
}

function urlOf(secret: KubeObject): string {
  return readSecretKey(secret, "url") ?? "";
}
