import { isDeepStrictEqual } from "node:util";
import { getList, getNumber, getRecord, getString, isRecord } from "../../kube/index.ts";
import { duplicateProblem, enumProblem, invalidProblem, requiredProblem, tooManyProblem, typeProblem, unplacedProblem } from "./field-problem.ts";
import type { FieldProblem } from "./resource.ts";
import { type Structural, fieldSchema, isEmbedded, isIntOrString, isNullable, itemsSchema, toStructural, typeOf } from "./structural.ts";
import { validateNumber, validateString } from "./validate-scalar.ts";

/** What a custom resource violates of its CRD's schema, in the API server's words; empty when it is valid. Metadata is not looked at. */
export function validateCustom(value: Readonly<Record<string, unknown>>, openApiSchema: unknown): readonly FieldProblem[] {
  return validateObject(value, { schema: toStructural(openApiSchema), path: "", isRoot: true });
}

interface Place {
  readonly schema: Structural;
  readonly path: string;
  readonly isRoot: boolean;
}

function validateValue(value: unknown, place: Place): readonly FieldProblem[] {
  const { schema, path } = place;
  if (value === null && isNullable(schema)) return [];
  if (!hasType(value, schema)) return [typeProblem(path, { value, type: isIntOrString(schema) ? "integer,string" : typeOf(schema) }), ...validateEnum(value, place)];
  return [
    ...validateEnum(value, place),
    ...(typeof value === "string" ? validateString(value, place) : []),
    ...(typeof value === "number" ? validateNumber(value, place) : []),
    ...(Array.isArray(value) ? validateList(value, place) : []),
    ...(isRecord(value) ? validateObject(value, { ...place, isRoot: isEmbedded(schema) }) : []),
    ...validateJunctors(value, place),
  ];
}

function hasType(value: unknown, schema: Structural): boolean {
  if (isIntOrString(schema)) return typeof value === "string" || Number.isInteger(value);
  switch (typeOf(schema)) {
    case "":
      return true;
    case "object":
      return isRecord(value);
    case "array":
      return Array.isArray(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === typeOf(schema);
  }
}

function validateEnum(value: unknown, { schema, path }: Place): readonly FieldProblem[] {
  const allowed = getList(schema, "enum");
  return allowed.length === 0 || allowed.some((one) => isDeepStrictEqual(one, value)) ? [] : [enumProblem(path, { value, allowed })];
}

function validateObject(value: Readonly<Record<string, unknown>>, { schema, path, isRoot }: Place): readonly FieldProblem[] {
  const missing = getList(schema, "required").filter((name) => typeof name === "string" && !(name in value));
  const size = Object.keys(value).length;
  const [least, most] = [getNumber(schema, "minProperties"), getNumber(schema, "maxProperties")];
  return [
    ...(least !== undefined && size < least ? [invalidProblem(path, { value: size, detail: `should have at least ${least} properties` })] : []),
    ...(most !== undefined && size > most ? [tooManyProblem(path, { actual: size, most })] : []),
    ...missing.map((name) => requiredProblem(join(path, String(name)))),
    ...Object.entries(value).flatMap(([name, entry]) => {
      const known = fieldSchema(schema, name);
      const isShared = isRoot && (name === "metadata" || name === "apiVersion" || name === "kind");
      return known === undefined || isShared ? [] : validateValue(entry, { schema: known, path: join(path, name), isRoot: false });
    }),
  ];
}

function validateList(value: readonly unknown[], { schema, path }: Place): readonly FieldProblem[] {
  const items = itemsSchema(schema);
  const [least, most] = [getNumber(schema, "minItems"), getNumber(schema, "maxItems")];
  return [
    ...(least !== undefined && value.length < least ? [invalidProblem(path, { value: value.length, detail: `should have at least ${least} items` })] : []),
    ...(most !== undefined && value.length > most ? [tooManyProblem(path, { actual: value.length, most })] : []),
    ...(items === undefined ? [] : value.flatMap((item, index) => validateValue(item, { schema: items, path: `${path}[${index}]`, isRoot: false }))),
    ...validateUnique(value, { schema, path, isRoot: false }),
  ];
}

/** Sets have no equal items, list maps none with equal keys. */
function validateUnique(value: readonly unknown[], { schema, path }: Place): readonly FieldProblem[] {
  const type = getString(schema, "x-kubernetes-list-type");
  if (type !== "set" && type !== "map") return [];
  const keys = getList(schema, "x-kubernetes-list-map-keys").filter((key) => typeof key === "string");
  const identity = (item: unknown): unknown => (type === "map" && isRecord(item) ? Object.fromEntries(keys.flatMap((key) => (key in item ? [[key, item[key]]] : []))) : item);
  const identities = value.map(identity);
  return identities.flatMap((one, index) => {
    const first = identities.findIndex((other) => isDeepStrictEqual(other, one));
    return first < index ? [duplicateProblem(`${path}[${index}]`, one)] : [];
  });
}

/** Failed alternatives are reported with what the best of them lacks. */
function validateJunctors(value: unknown, { schema, path }: Place): readonly FieldProblem[] {
  const tryAll = (key: string): readonly (readonly FieldProblem[])[] =>
    getList(schema, key).map((other) => validateValue(value, { schema: toStructural(other), path, isRoot: false }));
  const [all, any, one] = [tryAll("allOf"), tryAll("anyOf"), tryAll("oneOf")];
  const not = getRecord(schema, "not");
  const fail = (detail: string): FieldProblem => unplacedProblem(`${JSON.stringify(path)} must ${detail}`);
  const matching = one.filter(isValid).length;
  return [
    ...(all.every(isValid) ? [] : [fail("validate all the schemas (allOf)"), ...all.flat()]),
    ...(any.length === 0 || any.some(isValid) ? [] : [fail("validate at least one schema (anyOf)"), ...bestOf(any)]),
    ...(one.length > 0 && matching === 0 ? [fail("validate one and only one schema (oneOf). Found none valid"), ...bestOf(one)] : []),
    ...(matching > 1 ? [fail(`validate one and only one schema (oneOf). Found ${matching} valid alternatives`)] : []),
    ...(not !== undefined && isValid(validateValue(value, { schema: not, path, isRoot: false })) ? [fail("not validate the schema (not)")] : []),
  ];
}

function isValid(problems: readonly FieldProblem[]): boolean {
  return problems.length === 0;
}

function bestOf(alternatives: readonly (readonly FieldProblem[])[]): readonly FieldProblem[] {
  return alternatives.reduce((best, problems) => (problems.length < best.length ? problems : best));
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
