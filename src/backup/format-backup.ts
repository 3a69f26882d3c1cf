import type { KubeObject } from "../kube/index.ts";
import { stringifyYaml } from "../kube/yaml/index.ts";

/** Ends each document, the last one too: so a file that was cut off can be told. */
const documentEnd = "---\n";

/** The objects as documents that Argo CD and we can import, one text for each. Namespaces are named only outside the control namespace. */
export function* formatBackup(objects: readonly KubeObject[], { namespace }: { readonly namespace: string }): Generator<string, void> {
  for (const object of objects) yield `${stringifyYaml(reduce(object, namespace))}${documentEnd}`;
}

function reduce({ apiVersion, kind, metadata, ...content }: KubeObject, controlNamespace: string): KubeObject {
  const { name, namespace, labels, annotations, finalizers } = metadata;
  return {
    apiVersion,
    kind,
    metadata: {
      ...(name === undefined ? {} : { name }),
      ...(namespace === undefined || namespace === controlNamespace ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
    },
    ...content,
  };
}
