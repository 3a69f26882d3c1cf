import assert from "node:assert/strict";
import { isRecord } from "../../src/kube/index.ts";
import { conformance } from "./harness/suite.ts";

/** `kubectl create` of each kind that has a command of its own; it posts protobuf. `$` stands for the namespace, where a name belongs to the whole cluster. */
const commands: readonly (readonly string[])[] = [
  ["namespace", "$-b"],
  ["deployment", "web", "--image=registry.example/web:1", "--replicas=0", "--port=8080", "--", "serve", "--all"],
  ["configmap", "settings", "--from-literal=size=1", "--from-literal=name=zwölf"],
  ["secret", "generic", "keys", "--from-literal=token=s3cret"],
  ["secret", "docker-registry", "registry", "--docker-server=registry.example", "--docker-username=dev", "--docker-password=s3cret"],
  ["job", "once", "--image=registry.example/job:1", "--", "echo", "hi"],
  ["cronjob", "nightly", "--image=registry.example/job:1", "--schedule=0 3 * * *", "--restart=Never"],
  ["role", "reader", "--verb=get,list", "--resource=pods,deployments.apps/scale", "--resource-name=web"],
  ["rolebinding", "readers", "--role=reader", "--user=dev", "--group=devs", "--serviceaccount=default:robot"],
  ["clusterrole", "$", "--verb=get", "--non-resource-url=/metrics"],
  ["clusterrole", "$-sum", "--aggregation-rule=sum=$"],
  ["clusterrolebinding", "$", "--clusterrole=$", "--group=$"],
  ["ingress", "front", "--class=outer", "--rule=shop.example/*=web:80,tls=cert", "--rule=shop.example/api=api:http", "--annotation=note=a"],
  ["quota", "limits", "--hard=cpu=1500m,memory=1Gi,pods=10", "--scopes=NotTerminating"],
  ["serviceaccount", "robot"],
  ["service", "clusterip", "web", "--tcp=80:8080", "--tcp=443:https"],
  ["service", "externalname", "outside", "--external-name=shop.example"],
  ["poddisruptionbudget", "web", "--selector=app in (web, api)", "--min-available=50%"],
  ["priorityclass", "$", "--value=-5", "--description=Can wait", "--preemption-policy=Never"],
];

conformance("creating", (item) => {
  item({ number: 53, title: "create <kind> stores what it would have written" }, async ({ kubectl, namespace }) => {
    try {
      for (const command of commands) {
        const args = ["create", ...command.map((word) => word.replaceAll("$", namespace))];
        const flags = args.indexOf("--") < 0 ? args.length : args.indexOf("--");
        const meant = JSON.parse(await kubectl.ok(args.toSpliced(flags, 0, "--dry-run=client", "-o", "json")));
        await kubectl.ok(args);
        assert.partialDeepStrictEqual(await kubectl.get(meant.kind, meant.metadata.name), withoutNothing(meant), args.join(" "));
      }
    } finally {
      for (const kind of ["namespace/$-b", "clusterrole/$", "clusterrole/$-sum", "clusterrolebinding/$", "priorityclass/$"]) {
        await kubectl.run(["delete", kind.replace("$", namespace), "--ignore-not-found", "--wait=false"]);
      }
    }
  });

  item({ number: 53, title: "autoscale stores what it would have written" }, async ({ kubectl }) => {
    await kubectl.ok(["create", "deployment", "web", "--image=registry.example/web:1", "--replicas=0"]);
    const args = ["autoscale", "deployment", "web", "--min=2", "--max=5", "--cpu=80%"];
    const meant = JSON.parse(await kubectl.ok([...args, "--dry-run=client", "-o", "json"]));
    await kubectl.ok(args);
    assert.partialDeepStrictEqual(await kubectl.get("horizontalpodautoscalers.v2.autoscaling", "web"), withoutNothing(meant));
  });

  item({ number: 53, title: "a body that only claims to be protobuf is refused" }, async ({ api, path }) => {
    const { status } = await api.send("POST", path("v1", "configmaps"), { body: { metadata: { name: "a" } }, contentType: "application/vnd.kubernetes.protobuf" });
    assert.equal(status, 400);
  });
});

/** Without nulls and the status of what does not exist yet: both say nothing. */
function withoutNothing({ status: _status, ...object }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const entries = Object.entries(object).filter(([, value]) => value !== null);
  return Object.fromEntries(entries.map(([name, value]) => [name, isRecord(value) ? withoutNothing(value) : value]));
}
