import { misusedFlags } from "../exit-code.ts";
import type { ResourceChoice } from "./resource-rows.ts";

/** `GROUP:KIND:NAME` or `GROUP:KIND:NAMESPACE/NAME`, with `!` before it for all others; the core group is empty. Throws a misuse for anything else. */
export function parseResourceChoice(text: string): ResourceChoice {
  const [, exclude, group, kind, namespace, name] = /^(!?)([^:]*):([^:]+):(?:([^:/]+)\/)?([^:/]+)$/.exec(text) ?? [];
  if (group === undefined || kind === undefined || name === undefined) {
    throw misusedFlags(`Resource "${text}" is not GROUP:KIND:NAME, such as apps:Deployment:web or :ConfigMap:shop/settings`);
  }
  return { group, kind, name, ...(namespace === undefined ? {} : { namespace }), ...(exclude === "!" ? { exclude: true } : {}) };
}
