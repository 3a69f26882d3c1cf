import { decodeProtobuf, protobufType } from "../../protobuf/index.ts";
import type { ApiRequest } from "../api-request.ts";
import { unsupportedMediaType } from "../status-error.ts";
import { mediaTypeOf } from "../write/parse-body.ts";

/** The body as text and the headers that fit it: protobuf becomes the JSON it stands for. 400 when it is malformed, 415 when we do not know its kind. */
export function decodeBody(headers: ApiRequest["headers"], body: Buffer): Pick<ApiRequest, "headers" | "body"> {
  if (body.length === 0 || mediaTypeOf({ headers }) !== protobufType) return { headers, body: body.toString("utf8") };
  const value = decodeProtobuf(body);
  if (value === undefined) throw unsupportedMediaType(["application/json", "application/yaml"]);
  return { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(value) };
}
