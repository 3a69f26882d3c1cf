import { describeError } from "../../errors/index.ts";
import { type Manifest } from "../../render/view/index.ts";
import { type SealedSecret } from "../sealed-secret.ts";
import { getScope } from "../scope.ts";
import { listReferences } from "../template/list-references.ts";
import { createFinding, type Finding } from "./finding.ts";

/** The items a Secret of the type must have; the API server refuses it otherwise. */
const requiredItems: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
};

/** Whether template and items fit: references, removed items, what the type needs, and the scope both name. */
export function lintTemplate(manifest: Manifest, sealedSecret: SealedSecret): readonly Finding[] {
  const { template, encryptedData, legacyData, scope } = sealedSecret;
  const names = new Set([...Object.keys(encryptedData), ...Object.keys(template.data)]);
  const items = new Set([...names].filter((name) => template.data[name] !== null));
  const removed = Object.keys(template.data).filter((name) => template.data[name] === null && !Object.hasOwn(encryptedData, name));
  const missing = legacyData === undefined ? (requiredItems[template.type ?? ""] ?? []).filter((name) => !items.has(name)) : [];
  const asked = getScope(template);
  return [
    ...Object.entries(template.data).flatMap(([item, text]) => lintText({ item, text: text ?? "", names })),
    ...removed.map((name) => report(`leaves out the item "${name}", which it does not have`)),
    ...missing.map((name) => report(`has the type ${template.type ?? ""} and lacks the item "${name}"`)),
    ...(asked === "strict" || asked === scope ? [] : [createFinding("SEAL-SCOPE", manifest, `is ${scope}, while its template says ${asked}: the annotation belongs to both`)]),
  ];

  function report(problem: string): Finding {
    return createFinding("SEAL-TEMPLATE", manifest, problem);
  }

  function lintText({ item, text, names: known }: { readonly item: string; readonly text: string; readonly names: ReadonlySet<string> }): readonly Finding[] {
    try {
      const unknown = [...listReferences(text)].filter((name) => !known.has(name));
      return unknown.map((name) => report(`uses the item "${name}" in its template "${item}", which it does not have`));
    } catch (error) {
      return [report(`has the template "${item}" that cannot be used: ${describeError(error)}`)];
    }
  }
}
