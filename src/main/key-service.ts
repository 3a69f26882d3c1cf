import { request } from "undici";
import type { Clock } from "../async/index.ts";
import type { ControllerFlags, KeyService } from "../cli/index.ts";
import { SillageError } from "../errors/index.ts";
import { createHttpTransport, createKubeClient, getNumber, getString } from "../kube/index.ts";
import { connectCluster } from "./connect-cluster.ts";
import { readContext } from "./context-file.ts";
import type { Environment } from "./environment.ts";

interface Deps {
  readonly clock: Clock;
  readonly environment: Environment;
}

/** The Sillage server that flags, environment or context file name; a sealed-secrets controller of the cluster when the flags speak of one, or when there is no server. */
export async function openKeyService(deps: Deps, flags: ControllerFlags): Promise<KeyService> {
  const wantsCluster = [flags.controllerName, flags.controllerNamespace, flags.kubeconfig, flags.context].some((flag) => flag !== undefined);
  if (wantsCluster) return openInCluster(deps, flags);
  const context = await readContext(deps.environment.contextFile);
  const server = flags.server ?? context?.server;
  if (server === undefined) return openInCluster(deps, flags);
  return openServer(server, flags.authToken ?? (server === context?.server ? context.token : undefined));
}

function openServer(server: string, token: string | undefined): KeyService {
  const base = (server.includes("://") ? server : `http://${server}`).replace(/\/+$/, "");
  return {
    async send({ path, body }, { signal }) {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const call = body === undefined ? { headers, signal } : { method: "POST" as const, headers: { ...headers, "content-type": "application/json" }, body, signal };
      const response = await request(`${base}${path}`, call).catch((cause: unknown) => {
        throw new SillageError("unavailable", `Cannot reach Sillage at "${base}": is \`sillage server\` running`, { cause });
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
