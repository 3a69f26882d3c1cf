import { request } from "undici";
import type { Clock } from "../async/index.ts";
import type { Connection } from "../cli/connection/index.ts";
import type { ControllerFlags, KeyService } from "../cli/index.ts";
import { createAgent, describeConnectFailure, parseBaseUrl, type HttpOptions } from "../client/index.ts";
import { SillageError } from "../errors/index.ts";
import { createHttpTransport, createKubeClient, getNumber, getString } from "../kube/index.ts";
import { connectCluster } from "./connect-cluster.ts";
import { createLocalConfigStore } from "./context-file.ts";
import type { Environment } from "./environment.ts";
import { findConnection } from "./open-server.ts";

interface Deps {
  readonly clock: Clock;
  readonly environment: Environment;
}

/** The Sillage server that flags, environment or contexts name; a sealed-secrets controller of the cluster when the flags speak of one, or when there is no server. */
export async function openKeyService(deps: Deps, flags: ControllerFlags): Promise<KeyService> {
  const wantsCluster = [flags.controllerName, flags.controllerNamespace, flags.kubeconfig, flags.context].some((flag) => flag !== undefined);
  if (wantsCluster) return openInCluster(deps, flags);
  const connection = await findServer(deps, flags);
  return connection?.kind === "server" ? openServer(connection.http) : openInCluster(deps, flags);
}

/** `undefined` when nothing names one. */
async function findServer({ environment }: Deps, { server, authToken }: ControllerFlags): Promise<Connection | undefined> {
  const localConfig = createLocalConfigStore(environment);
  const isNamed = server !== undefined || environment.server !== undefined || (await localConfig.read(undefined)).currentContext !== "";
  return isNamed ? findConnection({ environment, localConfig }, { ...(server === undefined ? {} : { server }), ...(authToken === undefined ? {} : { authToken }) }) : undefined;
}

function openServer({ server, token, tls }: HttpOptions): KeyService {
  const base = parseBaseUrl(server);
  const dispatcher = createAgent(tls);
  return {
    async send({ path, body }, { signal }) {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const call = body === undefined ? { headers } : { method: "POST" as const, headers: { ...headers, "content-type": "application/json" }, body };
      const response = await request(`${base}${path}`, { ...call, signal, dispatcher }).catch((cause: unknown) => {
        throw new SillageError("unavailable", describeConnectFailure(cause, base), { cause });
      });
      return { status: response.statusCode, text: await response.body.text() };
    },
  };
}

/** Through the API server, as kubeseal goes: nothing needs to be exposed. */
async function openInCluster({ clock, environment }: Deps, flags: ControllerFlags): Promise<KeyService> {
  const { controllerName = "sealed-secrets-controller", controllerNamespace = "kube-system", kubeconfig, context } = flags;
  const transport = createHttpTransport({ clock }, await connectCluster(environment, { kubeconfig, context }));
  const client = createKubeClient({ transport, clock }, { userAgent: "sillage" });
  const services = `/api/v1/namespaces/${encodeURIComponent(controllerNamespace)}/services`;

  return {
    async send({ path, body }, { signal }) {
      const service: unknown = JSON.parse(await client.fetchText(`${services}/${encodeURIComponent(controllerName)}`, { signal }));
      const port = getString(service, "spec", "ports", 0, "name") ?? getNumber(service, "spec", "ports", 0, "port") ?? "";
      const target = `${services}/${encodeURIComponent(`http:${controllerName}:${port}`)}/proxy${path}`;
      const headers = { accept: "*/*", ...(body === undefined ? {} : { "content-type": "application/json" }) };
      const response = await transport.send({ method: body === undefined ? "GET" : "POST", path: target, headers, signal, ...(body === undefined ? {} : { body }) });
      const chunks: Uint8Array[] = [];
      for await (const chunk of response.body) chunks.push(chunk);
      return { status: response.status, text: Buffer.concat(chunks).toString("utf8") };
    },
  };
}
