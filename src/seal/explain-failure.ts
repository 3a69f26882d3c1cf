import { computeLabel, type SealingScope, sealingScopes } from "./scope.ts";
import { type SealedSecret } from "./sealed-secret.ts";
import { type UnsealingKey } from "./sealing-key.ts";
import { unsealValue } from "./unseal-value.ts";

interface Place {
  readonly scope: SealingScope;
  readonly label: string;
}

/**
 * The likely reason why no key opens an item: it opens as something sealed in another scope, or for the name and namespace that kubeseal left in the template.
 * `undefined` when it does not: then it is the key, or damage.
 */
export async function explainFailure(sealedSecret: SealedSecret, { item, keys }: { readonly item: string; readonly keys: readonly UnsealingKey[] }): Promise<string | undefined> {
  const { name, namespace, template, scope, encryptedData } = sealedSecret;
  const sealedFor = { name: template.name ?? name, namespace: template.namespace ?? namespace };
  const places = sealingScopes.flatMap((scope) => [sealedFor, { name, namespace }].map((identity): Place => ({ scope, label: computeLabel(identity, scope) })));
  const here: Place = { scope, label: computeLabel(sealedSecret, scope) };
  const others = new Map(places.filter(({ label }) => label !== here.label).map((place) => [place.label, place]));
  for (const place of others.values()) {
    const outcome = await unsealValue(encryptedData[item] ?? "", { keys, label: place.label });
    if (outcome.kind === "unsealed") return `item ${JSON.stringify(item)} was sealed for ${describePlace(place)}, and not for ${describePlace(here)}`;
  }
  return undefined;
}

function describePlace({ scope, label }: Place): string {
  if (scope === "cluster-wide") return "the whole cluster";
  return scope === "namespace-wide" ? `the namespace "${label}"` : `"${label}"`;
}
