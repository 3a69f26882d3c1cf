import { Counter, type Registry } from "prom-client";
import type { Application } from "../api/index.ts";
import { httpStatusOf, toSillageError } from "../errors/index.ts";
import type { ApiResource, KubeClient } from "../kube/index.ts";
import { applicationLabels, destinationServerOf, labelsOf } from "./application-labels.ts";
import { createApplicationSeries } from "./application-series.ts";

export interface RequestMetrics {
  /** The client, as that application uses it. */
  readonly countRequests: (client: KubeClient, app: Application) => KubeClient;
  forgotten(ref: { readonly namespace: string; readonly name: string }): void;
}

interface Asked {
  readonly verb: "Create" | "Update" | "Patch" | "Delete" | "Get";
  readonly resource: ApiResource;
  readonly namespace: string | undefined;
  readonly dryRun: boolean | undefined;
}

/** What syncing and comparing asks of the API server. Watches are the process's, not of one application, and are not among it. */
export function addRequestMetrics(registry: Registry): RequestMetrics {
  const labelNames = [...applicationLabels, "server", "response_code", "verb", "resource_kind", "resource_namespace", "dry_run"];
  const counter = new Counter({
    name: "argocd_app_k8s_request_total",
    help: "Number of kubernetes requests executed during application reconciliation.",
    labelNames,
    registers: [registry],
  });
  const series = createApplicationSeries(counter);

  function countRequests(client: KubeClient, app: Application): KubeClient {
    async function count<T>({ verb, resource, namespace = "", dryRun }: Asked, answer: Promise<T>): Promise<T> {
      const note = (code: number): void =>
        series.inc({
          ...labelsOf(app),
          server: destinationServerOf(app),
          response_code: String(code),
          verb,
          resource_kind: resource.kind,
          resource_namespace: namespace,
          dry_run: String(dryRun === true),
        });
      try {
        const value = await answer;
        note(verb === "Create" ? 201 : 200);
        return value;
      } catch (error) {
        note(httpStatusOf(toSillageError(error).code));
        throw error;
      }
    }

    return {
      ...client,
      apply: (resource, object, options) =>
        count({ verb: "Patch", resource, namespace: object.metadata.namespace, dryRun: options.dryRun }, client.apply(resource, object, options)),
      create: (resource, object, options) =>
        count({ verb: "Create", resource, namespace: object.metadata.namespace, dryRun: options.dryRun }, client.create(resource, object, options)),
      update: (resource, object, options) =>
        count({ verb: "Update", resource, namespace: object.metadata.namespace, dryRun: options.dryRun }, client.update(resource, object, options)),
      patch: (resource, ref, body, options) => count({ verb: "Patch", resource, namespace: ref.namespace, dryRun: options.dryRun }, client.patch(resource, ref, body, options)),
      delete: (resource, ref, options) => count({ verb: "Delete", resource, namespace: ref.namespace, dryRun: options.dryRun }, client.delete(resource, ref, options)),
      fetchObject: (resource, ref, options) => count({ verb: "Get", resource, namespace: ref.namespace, dryRun: false }, client.fetchObject(resource, ref, options)),
    };
  }

  return { countRequests, forgotten: (ref) => series.forget(ref) };
}
