/**
 * An installation as a file and back: settings, repositories, clusters, projects and applications, in the format of Argo CD's `admin export`. Promises that a
 * file is read as a whole before anything is written, that a plan can be shown, and that a second import has nothing to do. Knows no server.
 */
export { fetchInstallation, type InstallationOptions } from "./fetch-installation.ts";
export { formatBackup } from "./format-backup.ts";
export { parseBackup } from "./parse-backup.ts";
export { planImport, type ImportStep } from "./plan-import.ts";
export { applyImport } from "./apply-import.ts";
