import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { it } from "node:test";
import { getList, getString } from "../../src/kube/index.ts";
import { createKubectl } from "../support/kubectl.ts";
import { makeTempFolder } from "../support/temp-folder.ts";

const command = path.resolve(import.meta.dirname, "../../bin/sillage.js");

it(
  "The demo deploys everything but samba-ad, says what to try, and ends on Ctrl-C",
  { timeout: 120_000, skip: process.env["SILLAGE_TEST_KUBECONFIG"] === undefined ? false : "the demo brings its own cluster" },
  async (t) => {
    const started = Date.now();
    const environment = { ...process.env, SILLAGE_CONFIG: path.join(makeTempFolder(), "config") };
    const demo = spawn(process.execPath, [command, "demo", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"], env: environment });
    const ended = once(demo, "exit");
    process.once("exit", () => demo.kill("SIGKILL"));
    const lines: string[] = [];
    for await (const line of createInterface({ input: demo.stdout })) {
      lines.push(line);
      if (line.startsWith("Ctrl-C")) break;
    }
    t.diagnostic(`deployed after ${Date.now() - started} ms`);
    const text = lines.join("\n");
    assert.match(text, /Git +http:\/\/127\.0\.0\.1:\d+\/gitops\.git/);
    const kubeconfig = /export KUBECONFIG=(\S+)/.exec(text)?.[1] ?? "";

    const kubectl = await createKubectl({ kubeconfig, namespace: "argocd", cacheFolder: makeTempFolder() });
    const applications = getList(JSON.parse(await kubectl.ok(["get", "applications", "-o", "json"])), "items");
    const seen = applications.map((application) =>
      [getString(application, "metadata", "name"), getString(application, "status", "sync", "status"), getString(application, "status", "health", "status")].join(" "),
    );
    assert.deepEqual(seen.toSorted(), [
      "app-of-apps Synced Healthy",
      "backend Synced Healthy",
      "databases Synced Healthy",
      "frontend Synced Healthy",
      "ingress Synced Healthy",
      "monitoring Synced Healthy",
      "samba-ad OutOfSync Missing",
    ]);
    demo.kill("SIGINT");
    const [code] = await ended;
    assert.equal(code, 0);
  },
);
