import { secretTypeLabel } from "../api/index.ts";
import { getStringMap, type KubeObject } from "../kube/index.ts";

/** The ConfigMaps of an installation, in the order in which they are exported. */
export const configMapNames: readonly string[] = ["argocd-cm", "argocd-rbac-cm", "argocd-ssh-known-hosts-cm", "argocd-tls-certs-cm"];

/** The Secrets of an installation: its own, those that are labelled or made by it, and those that `argocd-cm` refers to as `$name:key`. */
export function selectSecrets(secrets: readonly KubeObject[], settings: KubeObject | undefined): readonly KubeObject[] {
  const referenced = findReferencedSecrets(settings);
  return secrets.filter(({ metadata }) => {
    const { name = "", labels = {}, annotations = {} } = metadata;
    return name === "argocd-secret" || secretTypeLabel in labels || annotations["managed-by"] === "argocd.argoproj.io" || referenced.has(name);
  });
}

function findReferencedSecrets(settings: KubeObject | undefined): ReadonlySet<string> {
  const texts = Object.values(getStringMap(settings, "data"));
  return new Set(texts.flatMap((text) => [...text.matchAll(/\$([a-z0-9][-.a-z0-9]*):[-.\w]+/g)].map(([, name = ""]) => name)));
}
