import { FAILSAFE_SCHEMA, Type, type TypeConstructorOptions } from "js-yaml";
import { isBoolean, isCoreBoolean, isNotFinite, isNull, isNumber, toBoolean, toNumber } from "./scalars.ts";
import { isRawNumber, rawNumber, textOf } from "./raw-number.ts";

const nullType = scalar("null", { resolve: isNull, construct: () => null, predicate: (value) => value === null, represent: () => "null" });

const booleanType = scalar("bool", { resolve: isBoolean, construct: toBoolean, predicate: (value: unknown) => typeof value === "boolean", represent: String });

/** Values that are left out never get here and stay null. */
const writtenNullType = scalar("null", { resolve: isNull, construct: () => undefined });
const coreBooleanType = scalar("bool", { resolve: isCoreBoolean, construct: toBoolean });

const numberReading: TypeConstructorOptions = {
  resolve: isNumber,
  construct(text: string) {
    const value = toNumber(text);
    return typeof value === "bigint" ? rawNumber(value) : value;
  },
};

/** For `!!int`; plain integers and floats are one type. */
const integerType = scalar("int", numberReading);

const numberType = scalar("float", {
  ...numberReading,
  predicate: (value: unknown) => typeof value === "number" || typeof value === "bigint" || isRawNumber(value),
  represent: (value: unknown) => (isRawNumber(value) ? textOf(value) : String(value)),
});

/** Kubernetes objects are JSON, which has no word for these. */
const notFiniteType = scalar("notFinite", {
  resolve: isNotFinite,
  construct(text: string) {
    throw new RangeError(`${text} is not a number JSON can hold`);
  },
});

const binaryType = scalar("binary", { construct: (text: string) => Buffer.from(text, "base64").toString("utf8") });

/** Only for printing: other readers take these for dates, so a string of this form is quoted. */
const dateLike = scalar("timestamp", { resolve: (text: string | null) => text !== null && /^\d{4}-\d\d?-\d\d?(?:$|[Tt \t])/.test(text) });

/** Tags nobody defined: the value is kept, the tag forgotten. */
const unknownTags = ["!", "tag:"].flatMap((prefix) =>
  (["scalar", "sequence", "mapping"] as const).map((kind) => new Type(prefix, { kind, multi: true, construct: (data: unknown) => data })),
);

const merge = scalar("merge", { resolve: (text: string | null) => text === "<<" });

const explicit = [binaryType, integerType, ...unknownTags];
const implicit = [nullType, booleanType, numberType, notFiniteType, merge];

export const readSchema = FAILSAFE_SCHEMA.extend({ implicit, explicit });
export const kustomizeSchema = FAILSAFE_SCHEMA.extend({
  implicit: [writtenNullType, coreBooleanType, numberType, notFiniteType, merge],
  explicit,
});
export const writeSchema = FAILSAFE_SCHEMA.extend({ implicit: [...implicit, dateLike] });

function scalar(name: string, options: TypeConstructorOptions): Type {
  return new Type(`tag:yaml.org,2002:${name}`, { kind: "scalar", ...options });
}
