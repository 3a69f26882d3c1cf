/** Argo CD's SettingsService: what clients and people may know of the settings, as an operation. No secret is among it. */
export { createSettingsOperations } from "./operations.ts";
export type { SettingsServiceDeps } from "./deps.ts";
