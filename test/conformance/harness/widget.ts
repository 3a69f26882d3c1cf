export const definitionsPath = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** The Widget called a. */
export function widget(group: string, spec: object): object {
  return { apiVersion: `${group}/v1`, kind: "Widget", metadata: { name: "a" }, spec };
}

/** Kinds belong to the whole cluster: each item that needs this one takes a group of its own. */
export function widgetDefinition(group: string): object {
  const parts = {
    type: "array",
    items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] },
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["name"],
  };
  const properties = { size: { type: "integer", minimum: 1, description: "How big it is" }, mode: { type: "string", enum: ["a", "b"], default: "a" }, parts };
  const spec = { type: "object", properties };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: "Namespaced",
      names: { plural: "widgets", singular: "widget", kind: "Widget", shortNames: ["wd"] },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", properties: { spec } } },
          additionalPrinterColumns: [
            { name: "Size", type: "integer", jsonPath: ".spec.size" },
            { name: "Age", type: "date", jsonPath: ".metadata.creationTimestamp" },
          ],
        },
      ],
    },
  };
}
