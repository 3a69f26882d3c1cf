import { StatusError } from "../status-error.ts";

/** How the caller wants an answer: the wire encoding and the shape of the objects in it. */
export interface Format {
  readonly encoding: "json" | "yaml";
  readonly shape: "object" | "table" | "partial";
}

/** The first media type of the Accept header that we can write; 406 when there is none. */
export function negotiate(accept: string | undefined): Format {
  for (const range of (accept ?? "*/*").split(",")) {
    const format = readRange(range);
    if (format !== undefined) return format;
  }
  throw new StatusError({
    code: 406,
    reason: "NotAcceptable",
    message: "only the following media types are accepted: application/json, application/yaml",
  });
}

function readRange(range: string): Format | undefined {
  const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
  const encoding = encodings[type];
  if (encoding === undefined) return undefined;
  const as = parameters.find((parameter) => parameter.startsWith("as="))?.slice(3);
  if (as === undefined) return { encoding, shape: "object" };
  if (!parameters.includes("v=v1") || !parameters.includes("g=meta.k8s.io")) return undefined;
  if (as === "Table") return { encoding, shape: "table" };
  return as === "PartialObjectMetadata" || as === "PartialObjectMetadataList" ? { encoding, shape: "partial" } : undefined;
}

const encodings: Readonly<Record<string, Format["encoding"]>> = {
  "application/json": "json",
  "application/*": "json",
  "*/*": "json",
  "": "json",
  "application/yaml": "yaml",
};
