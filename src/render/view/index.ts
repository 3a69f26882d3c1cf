/**
 * What every renderer reads through and returns: a read-only view of one tree that records what was looked at, and manifests with their origin.
 * Knows nothing of Git programs, charts or kustomizations. Promises that nothing outside the tree can be reached.
 */
export { type FileView } from "./file-view.ts";
export { type Manifest, type Origin } from "./manifest.ts";
export { resolvePath } from "./resolve-path.ts";
export { type ObjectStore, type TreeEntry } from "./object-store.ts";
export { type RecordingView, createRecordingView } from "./recording-view.ts";
export { type Inputs, areInputsUnchanged } from "./inputs.ts";
export { createDiskStore } from "./disk-store.ts";
