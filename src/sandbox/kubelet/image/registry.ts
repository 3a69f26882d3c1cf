import { createHash } from "node:crypto";
import type { ImageReference } from "./parse-image.ts";

/** What a registry answers to a pull. */
export type PullOutcome =
  | { readonly kind: "ok"; readonly pullMs: number; readonly imageId: string; readonly bytes: number }
  | { readonly kind: "failed"; readonly pullMs: number; readonly message: string };

export interface PullRequest {
  readonly image: ImageReference;
  /** Registries for which the pod brings a pull secret. */
  readonly secretHosts: ReadonlySet<string>;
}

/** The registries of the simulated world. */
export interface Registry {
  pull(request: PullRequest): PullOutcome;
}

const okMs = 100;
const failMs = 200;

/**
 * A registry that has every image but those whose name or tag says otherwise: `broken`, `missing`, `does-not-exist` are not found, and repositories with
 * `private` in their name need a pull secret for the host.
 */
export function createRegistry(): Registry {
  return {
    pull({ image, secretHosts }) {
      const name = `${image.host}/${image.repository}`;
      const full = image.digest === undefined ? `${name}:${image.tag}` : `${name}@${image.digest}`;
      if (/broken|missing|does-not-exist/.test(`${image.repository}:${image.tag}`)) return failed(full, `${full}: not found`);
      if (image.repository.includes("private") && !secretHosts.has(image.host)) {
        return failed(full, `pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials`);
      }
      const digest = image.digest ?? `sha256:${createHash("sha256").update(full).digest("hex")}`;
      return { kind: "ok", pullMs: okMs, imageId: `${name}@${digest}`, bytes: 10_000_000 + (Number.parseInt(digest.slice(7, 13), 16) % 90_000_000) };
    },
  };
}

function failed(image: string, reason: string): PullOutcome {
  const message = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${reason}`;
  return { kind: "failed", pullMs: failMs, message: reason.endsWith("not found") ? message : message.replace("NotFound", "Unknown") };
}
