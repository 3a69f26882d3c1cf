import { type ApiResponse, jsonResponse, textResponse } from "./api-request.ts";

/** The Kubernetes version the server speaks like. */
const version = { major: "1", minor: "36", gitVersion: "v1.36.3+sillage" };

/** /version and the health endpoints; `undefined` for any other path. */
export function serveInfo(segments: readonly string[]): ApiResponse | undefined {
  const [first = ""] = segments;
  if (segments.length === 1 && first === "version")
    return jsonResponse({ ...version, gitCommit: "", gitTreeState: "clean", buildDate: "1970-01-01T00:00:00Z", goVersion: "", compiler: "", platform: "" });
  if (["healthz", "readyz", "livez"].includes(first)) return textResponse("ok");
  return undefined;
}
