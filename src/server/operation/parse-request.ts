import { type Static, type TSchema } from "typebox";
import { Compile, type Validator } from "typebox/compile";
import { SillageError } from "../../errors/index.ts";
import { isRecord } from "../../kube/index.ts";

/**
 * Gives the request when it fits the schema, which is compiled at the first of them. Throws `invalid` naming the first field that does not fit. Argo CD's
 * clients send null for what they leave out.
 */
export function createRequestParser<Schema extends TSchema>(schema: Schema): (input: unknown) => Static<Schema> {
  let compiled: Validator<{}, Schema> | undefined;
  return function parse(input) {
    compiled ??= Compile(schema);
    const given = withoutNulls(input ?? {});
    if (compiled.Check(given)) return given;
    const [problem] = compiled.Errors(given);
    const field = problem === undefined ? "" : problem.instancePath.slice(1).replaceAll("/", ".");
    throw new SillageError("invalid", `The request does not fit: ${field === "" ? "it" : `"${field}"`} ${problem?.message ?? "has a wrong shape"}`);
  };
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, field]) => (field === null ? [] : [[name, withoutNulls(field)]])));
}
