import { stringifyYaml } from "../../../kube/yaml/index.ts";
import { serializeObject } from "../../store/index.ts";
import type { KubeObject } from "../../../kube/index.ts";
import type { ApiResponse } from "../api-request.ts";
import type { Call } from "../call.ts";
import { negotiate } from "./negotiate.ts";
import { type Renderable, type Rendering, createRendering } from "./rendering.ts";

/** The answer about one object, in the shape and encoding the caller accepts. */
export function respondObject(call: Call, item: Renderable, status = 200): ApiResponse {
  const format = negotiate(call.request.headers["accept"]);
  return encode(call, { status, text: `${renderingOf(call, format.shape).object(item)}\n`, encoding: format.encoding });
}

/** The answer with a value that is no stored object, such as a Scale or a Status. */
export function respondValue(call: Call, value: unknown, status = 200): ApiResponse {
  const { encoding } = negotiate(call.request.headers["accept"]?.replaceAll(/;as=[^,]*/g, ""));
  return encode(call, { status, text: `${JSON.stringify(value)}\n`, encoding });
}

/** The result of a dry run: everything but a resource version. */
export function transientObject(object: KubeObject): Renderable {
  const { body } = serializeObject(object, 0);
  return { object, body: body.replace(/,?"resourceVersion":"0"/, "") };
}

export function renderingOf(call: Call, shape: "object" | "table" | "partial"): Rendering {
  const { clock } = call.cluster;
  return createRendering(call.resource, { shape, includeObject: call.query.get("includeObject") ?? "Metadata", now: () => clock.now() });
}

export function encode(call: Call, answer: { readonly status: number; readonly text: string; readonly encoding: "json" | "yaml" }): ApiResponse {
  const { status, text, encoding } = answer;
  const headers: Record<string, string> = { "content-type": `application/${encoding}`, "cache-control": "no-cache, private" };
  if (call.warnings.length > 0) headers["warning"] = [...new Set(call.warnings)].map((warning) => `299 - ${JSON.stringify(warning)}`).join(", ");
  return { status, headers, body: encoding === "yaml" ? stringifyYaml(JSON.parse(text)) : text };
}
