/**
 * From a source to manifests. Reads through a recording view of one tree, so that a rendering is made again only when something it was made of
 * has changed. Promises each manifest its origin. Knows nothing of clusters, of revisions, or of what becomes of the manifests.
 */
export { type SourceTree } from "./rendering.ts";
export { type Renderer, createRenderer, defaultRendererOptions } from "./renderer.ts";
export { renderFolder } from "./render-folder.ts";
