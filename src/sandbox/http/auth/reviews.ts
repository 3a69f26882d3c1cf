import { getField, getList, getRecord, getString, isRecord } from "../../../kube/index.ts";
import type { ApiResponse, User } from "../api-request.ts";
import type { Call } from "../call.ts";
import { apiVersionOf } from "../catalog/resource.ts";
import { respondValue } from "../read/respond.ts";
import { badRequest } from "../status-error.ts";
import { parseBody } from "../write/parse-body.ts";
import { isAllowed, rulesOf } from "./authorize.ts";
import type { Attributes } from "./request-attributes.ts";

/** POST of the kinds that ask a question and are stored nowhere; `undefined` for all other resources. */
export function serveReview(call: Call): ApiResponse | undefined {
  const review = reviews[call.resource.kind];
  if (review === undefined || call.request.method !== "POST") return undefined;
  const body = parseBody(call.request);
  if (!isRecord(body)) throw badRequest("the review must be an object");
  const answer = { ...body, kind: call.resource.kind, apiVersion: apiVersionOf(call.resource), status: review(call, getRecord(body, "spec") ?? {}) };
  return respondValue(call, answer, 201);
}

const reviews: Readonly<Record<string, (call: Call, spec: unknown) => unknown>> = {
  SelfSubjectReview: (call) => ({ userInfo: { username: call.request.user.name, groups: call.request.user.groups } }),
  SelfSubjectAccessReview: (call, spec) => decide(call, call.request.user, spec),
  SubjectAccessReview: (call, spec) => decide(call, userOf(spec), spec),
  LocalSubjectAccessReview: (call, spec) => decide(call, userOf(spec), spec),
  SelfSubjectRulesReview: (call, spec) => describeRules(call, getString(spec, "namespace") ?? ""),
};

function userOf(spec: unknown): User {
  return { name: getString(spec, "user") ?? "", groups: getList(spec, "groups").map(String) };
}

function decide(call: Call, user: User, spec: unknown): unknown {
  const allowed = isAllowed(call.cluster.store, user, attributesIn(spec));
  return { allowed, ...(allowed ? { reason: "" } : {}) };
}

function attributesIn(spec: unknown): Attributes {
  const path = getString(spec, "nonResourceAttributes", "path");
  const read = (field: string): string => getString(spec, path === undefined ? "resourceAttributes" : "nonResourceAttributes", field) ?? "";
  return {
    verb: read("verb"),
    group: read("group"),
    resource: read("resource"),
    subresource: read("subresource"),
    namespace: read("namespace"),
    name: read("name"),
    path,
  };
}

function describeRules(call: Call, namespace: string): unknown {
  const master = call.request.user.groups.includes("system:masters");
  const all = [
    { verbs: ["*"], apiGroups: ["*"], resources: ["*"] },
    { verbs: ["*"], nonResourceURLs: ["*"] },
  ];
  const rules = master ? all : rulesOf(call.cluster.store, call.request.user, namespace);
  return {
    resourceRules: rules.filter((rule) => getField(rule, "resources") !== undefined),
    nonResourceRules: rules.filter((rule) => getField(rule, "nonResourceURLs") !== undefined),
    incomplete: false,
  };
}
