import { parseDocuments } from "../../../kube/yaml/index.ts";
import type { ApiRequest } from "../api-request.ts";
import { badRequest, unsupportedMediaType } from "../status-error.ts";

/** The value of a JSON or YAML body; 400 when it is malformed, 415 for encodings we do not read. */
export function parseBody(request: Pick<ApiRequest, "headers" | "body">): unknown {
  const type = mediaTypeOf(request);
  if (type === "application/json" || type === "") return parseJson(request.body);
  if (type === "application/yaml") return parseDocuments(request.body, { file: "request body" })[0]?.value;
  throw unsupportedMediaType(["application/json", "application/yaml"]);
}

export function mediaTypeOf(request: Pick<ApiRequest, "headers">): string {
  return (request.headers["content-type"] ?? "").split(";")[0]?.trim() ?? "";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw badRequest(`couldn't get version/kind; json parse error: ${error instanceof Error ? error.message : "malformed"}`);
  }
}
