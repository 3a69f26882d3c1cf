/** Live object → health, by rules per kind, and the health of an application from its objects. Pure; knows no cluster. */
export { assessObject } from "./assess-object.ts";
export { aggregateHealth } from "./aggregate.ts";
export { sealedSecretConditions } from "./sealed-secret.ts";
