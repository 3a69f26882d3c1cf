/** Label of key Secrets; the value says whether a key may still seal. */
export const keyLabel = "sealedsecrets.bitnami.com/sealed-secrets-key";

/** Annotations of Secrets and of the templates they are made of; each counts when its value is "true". */
export const secretAnnotations = {
  managed: "sealedsecrets.bitnami.com/managed",
  patch: "sealedsecrets.bitnami.com/patch",
  skipOwner: "sealedsecrets.bitnami.com/skip-set-owner-references",
} as const;

export const sealedGroup = "bitnami.com";

export interface Ref {
  readonly namespace: string;
  readonly name: string;
}
