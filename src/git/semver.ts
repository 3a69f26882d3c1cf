/** Versions and constraints as Argo CD (Masterminds/semver) reads them: `1.2.*`, `~1.2`, `^1.2.3`, `>=1.0 <2.0.0`, `1.x || 2.x`, `*`. */

export interface Version {
  readonly numbers: readonly [number, number, number];
  /** Identifiers after the dash; empty for a release. */
  readonly prerelease: readonly string[];
}

type Predicate = (version: Version) => boolean;

const versionForm = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/;
const termForm = /(=|!=|>=|=>|<=|=<|>|<|~>?|\^)?\s*v?(\d+|[xX*])(?:\.(\d+|[xX*]))?(?:\.(\d+|[xX*]))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?/y;

export function parseVersion(text: string): Version | undefined {
  const match = versionForm.exec(text);
  if (match === null) return undefined;
  return { numbers: [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)], prerelease: match[4]?.split(".") ?? [] };
}

export function compareVersions(a: Version, b: Version): number {
  for (const index of [0, 1, 2] as const) if (a.numbers[index] !== b.numbers[index]) return a.numbers[index] - b.numbers[index];
  return comparePrereleases(a.prerelease, b.prerelease);
}

function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left === right) continue;
    const [isNumber, isOtherNumber] = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (isNumber && isOtherNumber) return Number(left) - Number(right);
    if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

/** A test for a constraint; undefined when the text is none. Prereleases match only where a term names one. */
export function parseConstraint(text: string): Predicate | undefined {
  const groups = text.split("||").map((group) => parseGroup(group));
  if (groups.some((group) => group === undefined)) return undefined;
  return (version) => groups.some((group) => group?.(version));
}

function parseGroup(text: string): Predicate | undefined {
  const range = /^\s*(\S+)\s+-\s+(\S+)\s*$/.exec(text);
  const source = range === null ? text.replaceAll(",", " ").trim() : `>=${range[1]} <=${range[2]}`;
  const terms: Predicate[] = [];
  for (let at = 0; at < source.length;) {
    termForm.lastIndex = at;
    const match = termForm.exec(source);
    if (match === null) return undefined;
    terms.push(toPredicate(match));
    at = termForm.lastIndex + (/^\s*/.exec(source.slice(termForm.lastIndex))?.[0].length ?? 0);
  }
  return terms.length === 0 ? undefined : (version) => terms.every((term) => term(version));
}

function toPredicate([, operator = "", ...rest]: RegExpExecArray): Predicate {
  const parts = rest.slice(0, 3);
  const given = parts.findIndex((part) => part === undefined || /[xX*]/.test(part));
  const known = given < 0 ? 3 : given;
  const at = (index: number): number => (index < known ? Number(parts[index]) : 0);
  const low: Version = { numbers: [at(0), at(1), at(2)], prerelease: rest[3]?.split(".") ?? [] };
  const above = (digits: number): Version => ({ numbers: raise(low.numbers, digits), prerelease: ["0"] });
  const admits = (version: Version): boolean => version.prerelease.length === 0 || low.prerelease.length > 0;
  const compare = (version: Version): number => compareVersions(version, low);
  const within =
    (digits: number): Predicate =>
    (version) =>
      admits(version) && compare(version) >= 0 && (digits === 0 || compareVersions(version, above(digits)) < 0);
  switch (operator) {
    case "!=":
      return (version) => admits(version) && !within(known)(version);
    case ">=":
    case "=>":
      return (version) => admits(version) && compare(version) >= 0;
    case ">":
      return (version) => admits(version) && (known < 3 ? compareVersions(version, above(known)) >= 0 : compare(version) > 0);
    case "<":
      return (version) => admits(version) && compare(version) < 0;
    case "<=":
    case "=<":
      return (version) => admits(version) && (known < 3 ? compareVersions(version, above(known)) < 0 : compare(version) <= 0);
    case "^":
      return within(Math.min(known, Math.max(1, low.numbers.findIndex((number) => number > 0) + 1) || known));
    case "~":
    case "~>":
      return within(Math.min(known, 2));
    default:
      return known === 3 ? (version) => compare(version) === 0 : within(known);
  }
}

/** The next version that differs in the first `digits` numbers: (1.2.3, 2) → 1.3.0. */
function raise(numbers: Version["numbers"], digits: number): Version["numbers"] {
  const [major, minor, patch] = numbers;
  if (digits <= 1) return [major + 1, 0, 0];
  return digits === 2 ? [major, minor + 1, 0] : [major, minor, patch + 1];
}
