import { type JsonObject, type JsonValue, formatApiVersion, isRecord } from "../../../kube/index.ts";
import { describeField } from "../../../kube/schema/index.ts";
import type { PublishedResource } from "../resource.ts";
import { refTo } from "./definition-schema.ts";

const objectMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";
const listMeta = "io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta";

/** `stable.example.com/v1 CronTab` → `com.example.stable.v1.CronTab`. */
export function customDefinitionName({ group, version, kind }: { readonly group: string; readonly version: string; readonly kind: string }): string {
  return [...group.split(".").toReversed(), version, kind].join(".");
}

/** The definitions of a custom kind and its list: the CRD's schema with type and metadata filled in. */
export function buildCustomDefinitions(resource: PublishedResource): readonly (readonly [string, JsonObject])[] {
  const { group, version, kind, custom } = resource;
  const name = customDefinitionName(resource);
  const schema = toJsonObject(custom?.schema);
  const list = `${kind}List`;
  return [
    [
      name,
      {
        ...schema,
        type: "object",
        properties: { ...toJsonObject(schema["properties"]), ...typeFields(), metadata: describedRef(objectMeta, "metadata") },
        "x-kubernetes-group-version-kind": [{ group, version, kind }],
      },
    ],
    [
      `${name}List`,
      {
        description: `${list} is a list of ${kind} (${formatApiVersion(group, version)})`,
        type: "object",
        required: ["items"],
        properties: { ...typeFields(), items: { type: "array", items: refTo(name) }, metadata: describedRef(listMeta, "metadata") },
        "x-kubernetes-group-version-kind": [{ group, version, kind: list }],
      },
    ],
  ];
}

function typeFields(): JsonObject {
  return { apiVersion: typeField("apiVersion"), kind: typeField("kind") };
}

function typeField(name: string): JsonObject {
  return { type: "string", description: describeField("io.k8s.api.core.v1.ConfigMap", name) };
}

function describedRef(definition: string, field: string): JsonObject {
  return { allOf: [refTo(definition)], description: describeField("io.k8s.api.core.v1.ConfigMap", field) };
}

function toJsonObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Objects of the store are parsed JSON. */
function isJsonObject(value: unknown): value is Readonly<Record<string, JsonValue>> {
  return isRecord(value);
}
