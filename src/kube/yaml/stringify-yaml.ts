import { dump } from "js-yaml";
import { writeSchema } from "./schema.ts";

/**
 * A JSON value as YAML in the form kubectl prints: two spaces, lists not indented, no line folding, no anchors. Keys keep their order;
 * strings that some YAML reader would take for something else are quoted. Absent (`undefined`) fields are left out.
 */
export function stringifyYaml(value: unknown): string {
  return dump(value, { schema: writeSchema, noArrayIndent: true, lineWidth: -1, noRefs: true, quotingType: '"', skipInvalid: true });
}
