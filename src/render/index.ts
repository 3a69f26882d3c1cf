/**
 * From a source to manifests. Reads through a recording view of one tree, so that a rendering is made again only when something it was made of
 * has changed. Promises each manifest its origin. Knows nothing of clusters, of revisions, or of what becomes of the manifests.
 */
export { type RenderRequest, type Rendering, type SourceTree } from "./rendering.ts";
export { type Renderer, type RendererOptions, createRenderer, defaultRendererOptions } from "./renderer.ts";
export { renderFolder } from "./render-folder.ts";
export { type Manifest, type Origin } from "./view/index.ts";
