import { type KubeObject, getField, getList, getNumber, getRecord, getString, getStringMap } from "../../../kube/index.ts";
import type { Resource } from "../catalog/resource.ts";
import { duplicateValue, invalidValue, requiredValue, unsupportedValue } from "../field-error.ts";
import type { StatusCause } from "../status-error.ts";
import { checkLabels } from "./metadata-rules.ts";

type Rule = (object: KubeObject) => readonly StatusCause[];

const workload: Rule = (object) => [
  ...notNegative(object, "spec.replicas"),
  ...selectorMatchesTemplate(object),
  ...checkPodSpec(getField(object, "spec", "template", "spec"), "spec.template.spec", getList(object, "spec", "volumeClaimTemplates")),
];

/** The rules people run into, by `group/plural`; a real server has many more. */
const rules: Readonly<Record<string, Rule>> = {
  "/pods": (object) => checkPodSpec(object["spec"], "spec"),
  "apps/deployments": workload,
  "apps/replicasets": workload,
  "apps/statefulsets": workload,
  "apps/daemonsets": workload,
  "batch/jobs": (object) => [...checkPodSpec(getField(object, "spec", "template", "spec"), "spec.template.spec"), ...jobRestartPolicy(object, ["spec"])],
  "batch/cronjobs": (object) => [...cronSchedule(object), ...jobRestartPolicy(object, ["spec", "jobTemplate", "spec"])],
  "/services": checkService,
  "/configmaps": (object) => checkDataKeys(object, ["data", "binaryData"]),
  "/secrets": (object) => checkDataKeys(object, ["data"]),
  "apiextensions.k8s.io/customresourcedefinitions": checkDefinitionName,
  "networking.k8s.io/ingresses": checkIngress,
  "policy/poddisruptionbudgets": (object) =>
    getField(object, "spec", "minAvailable") !== undefined && getField(object, "spec", "maxUnavailable") !== undefined
      ? [invalidValue("spec", object["spec"], "minAvailable and maxUnavailable cannot be both set")]
      : [],
};

export function checkKind(resource: Resource, object: KubeObject): readonly StatusCause[] {
  return rules[resource.storeName]?.(object) ?? [];
}

function notNegative(object: KubeObject, path: string): readonly StatusCause[] {
  const value = getNumber(object, ...path.split("."));
  return value !== undefined && value < 0 ? [invalidValue(path, value, "must be greater than or equal to 0")] : [];
}

function selectorMatchesTemplate(object: KubeObject): readonly StatusCause[] {
  const selector = getRecord(object, "spec", "selector");
  if (selector === undefined) return [requiredValue("spec.selector")];
  const wanted = getStringMap(selector, "matchLabels");
  if (Object.keys(wanted).length === 0 && getList(selector, "matchExpressions").length === 0) {
    return [invalidValue("spec.selector", selector, "empty selector is invalid for deployment")];
  }
  const labels = getStringMap(object, "spec", "template", "metadata", "labels");
  const matches = Object.entries(wanted).every(([key, value]) => labels[key] === value);
  return [
    ...(matches ? [] : [invalidValue("spec.template.metadata.labels", labels, "`selector` does not match template `labels`")]),
    ...checkLabels("spec.template.metadata.labels", labels),
  ];
}

const containerName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** `claims` are volume claim templates, which can be mounted like volumes. */
function checkPodSpec(spec: unknown, field: string, claims: readonly unknown[] = []): readonly StatusCause[] {
  const containers = getList(spec, "containers");
  if (containers.length === 0) return [requiredValue(`${field}.containers`)];
  const names = new Set<string>();
  const volumes = new Set([...claims, ...getList(spec, "volumes")].map((volume) => getString(volume, "name") ?? getString(volume, "metadata", "name")));
  return ["initContainers", "containers"].flatMap((list) =>
    getList(spec, list).flatMap((container, index) => checkContainer(container, { field: `${field}.${list}[${index}]`, names, volumes })),
  );
}

function checkContainer(
  container: unknown,
  context: { readonly field: string; readonly names: Set<string>; readonly volumes: ReadonlySet<string | undefined> },
): readonly StatusCause[] {
  const { field, names, volumes } = context;
  const name = getString(container, "name") ?? "";
  const problems: StatusCause[] = [];
  if (name === "") problems.push(requiredValue(`${field}.name`));
  else if (!containerName.test(name)) problems.push(invalidValue(`${field}.name`, name, "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-'"));
  else if (names.has(name)) problems.push(duplicateValue(`${field}.name`, name));
  names.add(name);
  if ((getString(container, "image") ?? "") === "") problems.push(requiredValue(`${field}.image`));
  getList(container, "volumeMounts").forEach((mount, index) => {
    const volume = getString(mount, "name");
    if (!volumes.has(volume)) problems.push({ reason: "FieldValueNotFound", message: `Not found: ${JSON.stringify(volume)}`, field: `${field}.volumeMounts[${index}].name` });
  });
  getList(container, "ports").forEach((port, index) => problems.push(...checkPort(getNumber(port, "containerPort"), `${field}.ports[${index}].containerPort`)));
  return problems;
}

function checkPort(port: number | undefined, field: string): readonly StatusCause[] {
  if (port === undefined) return [requiredValue(field)];
  return port >= 1 && port <= 65_535 ? [] : [invalidValue(field, port, "must be between 1 and 65535, inclusive")];
}

function jobRestartPolicy(object: KubeObject, path: readonly string[]): readonly StatusCause[] {
  const policy = getString(object, ...path, "template", "spec", "restartPolicy");
  return policy === "OnFailure" || policy === "Never" ? [] : [unsupportedValue(`${path.join(".")}.template.spec.restartPolicy`, policy, ["OnFailure", "Never"])];
}

function cronSchedule(object: KubeObject): readonly StatusCause[] {
  const schedule = getString(object, "spec", "schedule") ?? "";
  if (schedule === "") return [requiredValue("spec.schedule")];
  return schedule.startsWith("@") || schedule.trim().split(/\s+/).length === 5
    ? []
    : [invalidValue("spec.schedule", schedule, `expected exactly 5 fields, found ${schedule.trim().split(/\s+/).length}: [${schedule}]`)];
}

function checkService(object: KubeObject): readonly StatusCause[] {
  const spec = object["spec"];
  const ports = getList(spec, "ports");
  const type = getString(spec, "type");
  const headless = getString(spec, "clusterIP") === "None";
  if (type === "ExternalName") return (getString(spec, "externalName") ?? "") === "" ? [requiredValue("spec.externalName")] : [];
  if (ports.length === 0 && !headless) return [requiredValue("spec.ports")];
  const names = ports.map((port) => getString(port, "name") ?? "");
  return ports.flatMap((port, index) => [
    ...checkPort(getNumber(port, "port"), `spec.ports[${index}].port`),
    ...(ports.length > 1 && names[index] === "" ? [requiredValue(`spec.ports[${index}].name`)] : []),
    ...(names[index] !== "" && names.indexOf(names[index] ?? "") < index ? [duplicateValue(`spec.ports[${index}].name`, names[index])] : []),
  ]);
}

const dataKey = /^[-._a-zA-Z0-9]+$/;

function checkDataKeys(object: KubeObject, fields: readonly string[]): readonly StatusCause[] {
  return fields.flatMap((field) =>
    Object.keys(getRecord(object, field) ?? {})
      .filter((key) => !dataKey.test(key) || key.length > 253)
      .map((key) => invalidValue(`${field}[${key}]`, key, "a valid config key must consist of alphanumeric characters, '-', '_' or '.'")),
  );
}

function checkDefinitionName(object: KubeObject): readonly StatusCause[] {
  const wanted = `${getString(object, "spec", "names", "plural") ?? ""}.${getString(object, "spec", "group") ?? ""}`;
  const versions = getList(object, "spec", "versions");
  const storage = versions.filter((version) => getField(version, "storage") === true).length;
  return [
    ...(object.metadata.name === wanted ? [] : [invalidValue("metadata.name", object.metadata.name, `must be spec.names.plural+"."+spec.group`)]),
    ...(storage === 1 ? [] : [invalidValue("spec.versions", versions, "must have exactly one version marked as storage version")]),
    ...versions.flatMap((version, index) =>
      getRecord(version, "schema", "openAPIV3Schema") === undefined ? [requiredValue(`spec.versions[${index}].schema.openAPIV3Schema`, "schemas are required")] : [],
    ),
  ];
}

function checkIngress(object: KubeObject): readonly StatusCause[] {
  const rules = getList(object, "spec", "rules");
  if (rules.length === 0 && getField(object, "spec", "defaultBackend") === undefined) {
    return [invalidValue("spec", object["spec"], "either `defaultBackend` or `rules` must be specified")];
  }
  return rules.flatMap((rule, at) =>
    getList(rule, "http", "paths").flatMap((path, index) => {
      const field = `spec.rules[${at}].http.paths[${index}].path`;
      const value = getString(path, "path") ?? "";
      return getString(path, "pathType") === "ImplementationSpecific" || value.startsWith("/") ? [] : [invalidValue(field, value, "must be an absolute path")];
    }),
  );
}
