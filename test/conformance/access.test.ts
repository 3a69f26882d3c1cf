import assert from "node:assert/strict";
import { getString } from "../../src/kube/index.ts";
import { eventually } from "../support/eventually.ts";
import { conformance } from "./harness/suite.ts";

const yes = [0, "yes\n"];
const no = [1, "no\n"];

conformance("access", (item) => {
  item({ number: 54, title: "a role and its binding decide what a user may do" }, async ({ kubectl, namespace }) => {
    const mayDo = async (verb: string): Promise<unknown> => {
      const { exitCode, stdout } = await kubectl.run(["auth", "can-i", verb, "pods", "--as=dev"]);
      return [exitCode, stdout];
    };
    assert.deepEqual([await mayDo("create"), await mayDo("list")], [no, no]);
    await kubectl.ok(["create", "role", "reader", "--verb=list", "--resource=pods"]);
    await kubectl.ok(["create", "rolebinding", "reader", "--role=reader", "--user=dev"]);
    await eventually(async () => assert.deepEqual([await mayDo("create"), await mayDo("list")], [no, yes]));
    assert.equal(await kubectl.ok(["get", "pods", "--as=dev", "-o", "name"]), "");
    const refused = await kubectl.run(["get", "deploy", "--as=dev"]);
    assert.equal(refused.exitCode, 1);
    assert.equal(
      refused.stderr,
      `Error from server (Forbidden): deployments.apps is forbidden: User "dev" cannot list resource "deployments" in API group "apps" in the namespace "${namespace}"\n`,
    );
  });

  item({ number: 55, title: "auth whoami says who asks" }, async ({ kubectl }) => {
    const table = await kubectl.ok(["auth", "whoami", "--as=dev", "--as-group=devs"]);
    assert.equal(table, "ATTRIBUTE   VALUE\nUsername    dev\nGroups      [devs system:authenticated]\n");
  });

  item({ number: 56, title: "a bad token is told so" }, async ({ api, path }) => {
    const { status, body } = await api.send("GET", path("v1", "pods"), { headers: { authorization: "Bearer wrong" } });
    assert.deepEqual([status, getString(body, "kind"), getString(body, "reason"), getString(body, "message")], [401, "Status", "Unauthorized", "Unauthorized"]);
  });
});
