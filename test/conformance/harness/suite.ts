import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { getField, getList, getString } from "../../../src/kube/index.ts";
import { createApi, type Api } from "../../support/api.ts";
import { eventually } from "../../support/eventually.ts";
import { createKubectl, type Kubectl } from "../../support/kubectl.ts";
import { makeTempFolder } from "../../support/temp-folder.ts";
import { openTarget, type Target } from "../../support/target.ts";

/** What one item works with. Its namespace is its own and is deleted afterwards. */
export interface World {
  readonly api: Api;
  readonly kubectl: Kubectl;
  readonly namespace: string;
  /** `/api/v1/namespaces/<namespace>` or `/apis/<group version>/namespaces/<namespace>`. */
  readonly path: (groupVersion: string, rest: string) => string;
}

export interface Item {
  /** Number in the conformance list. */
  readonly number: number;
  readonly title: string;
  /** Pods must run: skipped on a given cluster that has no Ready node. */
  readonly nodes?: boolean;
  /** kubectl starts without cached discovery. */
  readonly coldDiscovery?: boolean;
}

type Body = (world: World) => Promise<void>;

/** One theme of the list: its items run at the same time, each in its own namespace. */
export function conformance(theme: string, define: (item: (item: Item, body: Body) => void) => void): void {
  describe(`Conformance: ${theme}`, { concurrency: 4, timeout: 120_000 }, () => {
    let target: Target;
    let api: Api;
    const cacheFolder = makeTempFolder();
    before(async () => {
      target = await openTarget();
      api = createApi(target.kubeconfig);
    });
    after(async () => {
      api.close();
      await target.close();
    });
    define((item, body) => {
      it(`${item.number}. ${item.title}`, async (t) => {
        if (item.nodes === true && !target.sandbox && !(await hasReadyNode(api))) t.skip("the given cluster has no Ready node");
        else await inNamespace({ item, body, target, api, cacheFolder: item.coldDiscovery === true ? makeTempFolder() : cacheFolder });
      });
    });
  });
}

interface Run {
  readonly item: Item;
  readonly body: Body;
  readonly target: Target;
  readonly api: Api;
  readonly cacheFolder: string;
}

async function inNamespace({ item, body, target, api, cacheFolder }: Run): Promise<void> {
  const namespace = `item-${item.number}-${randomBytes(3).toString("hex")}`;
  const created = await api.send("POST", "/api/v1/namespaces", { body: { metadata: { name: namespace } } });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  // Pods are refused until the controllers have made the default ServiceAccount.
  await eventually(async () => assert.equal((await api.send("GET", `/api/v1/namespaces/${namespace}/serviceaccounts/default`)).status, 200));
  const kubectl = await createKubectl({ kubeconfig: target.kubeconfig, namespace, cacheFolder });
  try {
    await body({
      api,
      kubectl,
      namespace,
      path: (groupVersion, rest) => `/${groupVersion === "v1" ? "api" : "apis"}/${groupVersion}/namespaces/${namespace}/${rest}`,
    });
  } finally {
    await api.send("DELETE", `/api/v1/namespaces/${namespace}`);
  }
}

async function hasReadyNode(api: Api): Promise<boolean> {
  const { body } = await api.send("GET", "/api/v1/nodes");
  const conditions = getList(body, "items").flatMap((node) => getList(node, "status", "conditions"));
  return conditions.some((condition) => getString(condition, "type") === "Ready" && getField(condition, "status") === "True");
}
