import { type KubeObject, isRecord } from "../../../kube/index.ts";
import type { Resource } from "../catalog/resource.ts";
import { forbiddenValue, invalidValue, requiredValue } from "../field-error.ts";
import type { StatusCause } from "../status-error.ts";

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const service = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedName = /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const subdomainMessage =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const labelMessage =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const serviceMessage =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const labelValueMessage =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const qualifiedMessage =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

const maxAnnotationBytes = 262_144;

export function checkMetadata(resource: Resource, object: KubeObject): readonly StatusCause[] {
  const { name = "", labels = {}, annotations = {}, finalizers = [] } = object.metadata;
  return [
    ...(name === "" ? [requiredValue("metadata.name", "name or generateName is required")] : checkName(resource, name)),
    ...checkLabels("metadata.labels", labels),
    ...checkAnnotations(annotations),
    ...finalizers.filter((finalizer) => !qualifiedName.test(finalizer)).map((finalizer) => invalidValue("metadata.finalizers", finalizer, qualifiedMessage)),
    ...checkOwners(object),
  ];
}

export function checkMetadataUpdate(live: KubeObject, next: KubeObject): readonly StatusCause[] {
  if (live.metadata.deletionTimestamp === undefined) return [];
  const before = new Set(live.metadata.finalizers);
  const added = (next.metadata.finalizers ?? []).filter((finalizer) => !before.has(finalizer));
  if (added.length === 0) return [];
  const list = added.map((finalizer) => JSON.stringify(finalizer)).join(", ");
  return [forbiddenValue("metadata.finalizers", `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`)];
}

/** Labels of an object or a selector at the given field. */
export function checkLabels(field: string, labels: unknown): readonly StatusCause[] {
  return Object.entries(isRecord(labels) ? labels : {}).flatMap(([key, value]) => [
    ...(isQualified(key) ? [] : [invalidValue(field, key, qualifiedMessage)]),
    ...(typeof value !== "string" || (labelValue.test(value) && value.length <= 63)
      ? []
      : [invalidValue(field, value, value.length > 63 ? "must be no more than 63 bytes" : labelValueMessage)]),
  ]);
}

function checkName(resource: Resource, name: string): readonly StatusCause[] {
  if (resource.group === "rbac.authorization.k8s.io") return /[/%]/.test(name) || name === "." || name === ".." ? [invalidValue("metadata.name", name, `may not contain '/'`)] : [];
  if (resource.storeName === "/services") return checkPattern(name, { pattern: service, maxLength: 63, message: serviceMessage });
  if (resource.storeName === "/namespaces") return checkPattern(name, { pattern: label, maxLength: 63, message: labelMessage });
  return checkPattern(name, { pattern: subdomain, maxLength: 253, message: subdomainMessage });
}

function checkPattern(name: string, rule: { readonly pattern: RegExp; readonly maxLength: number; readonly message: string }): readonly StatusCause[] {
  if (name.length > rule.maxLength) return [invalidValue("metadata.name", name, `must be no more than ${rule.maxLength} bytes`)];
  return rule.pattern.test(name) ? [] : [invalidValue("metadata.name", name, rule.message)];
}

function checkAnnotations(annotations: Readonly<Record<string, string>>): readonly StatusCause[] {
  const size = Object.entries(annotations).reduce((sum, [key, value]) => sum + key.length + value.length, 0);
  const keys = Object.keys(annotations).filter((key) => !isQualified(key.toLowerCase()));
  return [
    ...keys.map((key) => invalidValue("metadata.annotations", key, qualifiedMessage)),
    ...(size > maxAnnotationBytes ? [{ reason: "FieldValueTooLong", message: `Too long: may not be more than ${maxAnnotationBytes} bytes`, field: "metadata.annotations" }] : []),
  ];
}

function isQualified(key: string): boolean {
  const slash = key.lastIndexOf("/");
  return qualifiedName.test(key) && key.length - slash - 1 <= 63 && slash <= 253;
}

function checkOwners(object: KubeObject): readonly StatusCause[] {
  return (object.metadata.ownerReferences ?? []).flatMap((owner, index) =>
    (["apiVersion", "kind", "name", "uid"] as const)
      .filter((field) => (owner[field] ?? "") === "")
      .map((field) => invalidValue(`metadata.ownerReferences[${index}].${field}`, owner[field] ?? "", "must not be empty")),
  );
}
