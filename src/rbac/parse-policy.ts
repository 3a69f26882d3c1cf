import type { PolicyLine, PolicyProblem } from "./policy-line.ts";

export interface ParsedPolicy {
  readonly lines: readonly PolicyLine[];
  /** With any of these, Argo CD refuses the whole policy. */
  readonly problems: readonly PolicyProblem[];
}

/** What a model of Casbin also has: Argo CD takes such lines and they do nothing. */
const idleTypes = new Set(["r", "e", "m"]);

/** The lines of a policy's CSV. Empty lines and lines that begin with `#` are nothing; quotes hold commas, as in any CSV. */
export function parsePolicy(csv: string, { source }: { readonly source: string }): ParsedPolicy {
  const lines: PolicyLine[] = [];
  const problems: PolicyProblem[] = [];
  for (const [index, raw] of csv.split("\n").entries()) {
    const text = raw.trim();
    if (text === "" || text.startsWith("#")) continue;
    const parsed = parseLine({ source, line: index + 1, text });
    if (typeof parsed === "string") problems.push({ source, line: index + 1, message: `Cannot read "${text}": ${parsed}` });
    else if (parsed !== undefined) lines.push(parsed);
  }
  return { lines, problems };
}

/** The line, nothing for one without effect, or what is wrong with it. */
function parseLine(place: { readonly source: string; readonly line: number; readonly text: string }): PolicyLine | string | undefined {
  const fields = splitFields(place.text);
  if (fields === undefined) return "a quote is not closed, or stands inside a field";
  const [type = "", ...values] = fields;
  if (type === "p") {
    const [subject = "", resource = "", action = "", object = "", effect = ""] = values;
    if (values.length !== 5) return `a rule has 6 fields (p, subject, resource, action, object, allow or deny), this has ${fields.length}`;
    return { kind: "rule", ...place, subject, resource, action, object, effect };
  }
  if (type === "g") {
    const [member = "", role = ""] = values;
    if (values.length !== 2) return `a grant has 3 fields (g, user or group, role), this has ${fields.length}`;
    return { kind: "grant", ...place, member, role };
  }
  return idleTypes.has(type) ? undefined : `a line begins with p or g, not with "${type}"`;
}

/** Space before a field is nothing, behind it is part of it. */
function splitFields(text: string): readonly string[] | undefined {
  const field = /\s*(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;
  const fields: string[] = [];
  for (;;) {
    const [, quoted, plain = "", end] = field.exec(text) ?? [];
    if (end === undefined) return undefined;
    fields.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === "") return fields;
  }
}
