import assert from "node:assert/strict";
import { getField, getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { conformance } from "./harness/suite.ts";

conformance("access", (item) => {
  item({ number: 54, title: "a role and its binding decide what a user may do" }, async ({ api, kubectl, namespace, path }) => {
    const mayDo = async (verb: string): Promise<unknown> => {
      const spec = { resourceAttributes: { namespace, verb, resource: "pods" } };
      const review = { body: { spec }, headers: { "impersonate-user": "dev" } };
      const { body } = await api.send("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review);
      return getField(body, "status", "allowed");
    };
    assert.deepEqual([await mayDo("create"), await mayDo("list")], [false, false]);
    const role = { metadata: { name: "reader" }, rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["list"] }] };
    const binding = {
      metadata: { name: "reader" },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
      subjects: [{ apiGroup: "rbac.authorization.k8s.io", kind: "User", name: "dev" }],
    };
    await api.send("POST", path("rbac.authorization.k8s.io/v1", "roles"), { body: role });
    await api.send("POST", path("rbac.authorization.k8s.io/v1", "rolebindings"), { body: binding });
    await eventually(async () => assert.deepEqual([await mayDo("create"), await mayDo("list")], [false, true]));
    assert.equal(await kubectl.ok(["get", "pods", "--as=dev", "-o", "name"]), "");
    const refused = await kubectl.run(["get", "deploy", "--as=dev"]);
    assert.equal(refused.exitCode, 1);
    assert.equal(
      refused.stderr,
      `Error from server (Forbidden): deployments.apps is forbidden: User "dev" cannot list resource "deployments" in API group "apps" in the namespace "${namespace}"\n`,
    );
  });

  item({ number: 56, title: "a bad token is told so" }, async ({ api, path }) => {
    const { status, body } = await api.send("GET", path("v1", "pods"), { headers: { authorization: "Bearer wrong" } });
    assert.deepEqual([status, getString(body, "kind"), getString(body, "reason"), getString(body, "message")], [401, "Status", "Unauthorized", "Unauthorized"]);
  });
});
