import { type IgnoreRule, matchGlob } from "../api/index.ts";
import { getField, isRecord, type KubeObject, type ObjectKey } from "../kube/index.ts";

type Pointer = readonly string[];

/** The places of an object whose differences do not count, by the rules that match it. */
export function findIgnoredFields(rules: readonly IgnoreRule[], key: ObjectKey): Pointer[] {
  return rules.filter((rule) => matchesObject(rule, key)).flatMap((rule) => (rule.jsonPointers ?? []).map(parsePointer));
}

/** The object without these places. */
export function removeFields(object: KubeObject, pointers: readonly Pointer[]): KubeObject {
  return pointers.reduce((current, pointer) => (getField(current, ...steps(current, pointer)) === undefined ? current : editMember(current, pointer, undefined)), object);
}

/** The desired object with these places as they are live, so that applying it leaves them alone. */
export function keepLiveFields(desired: KubeObject, live: KubeObject, pointers: readonly Pointer[]): KubeObject {
  return pointers.reduce((current, pointer) => (pointer[0] === "status" ? current : editMember(current, pointer, getField(live, ...steps(live, pointer)))), desired);
}

function matchesObject(rule: IgnoreRule, key: ObjectKey): boolean {
  const { group = "", name = "", namespace = "" } = rule;
  return matchGlob(group, key.group) && matchGlob(rule.kind, key.kind) && (name === "" || name === key.name) && (namespace === "" || namespace === key.namespace);
}

function parsePointer(pointer: string): Pointer {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The steps of a pointer as field names and list indexes of this very value. */
function steps(value: unknown, pointer: Pointer): (string | number)[] {
  const path: (string | number)[] = [];
  let current = value;
  for (const step of pointer) {
    const next = Array.isArray(current) ? Number(step) : step;
    path.push(next);
    current = getField(current, next);
  }
  return path;
}

/** A copy with one member set, or taken away when `value` is undefined. Missing parents are made only to set something. */
function editMember(target: KubeObject, pointer: Pointer, value: unknown): KubeObject;
function editMember(target: unknown, pointer: Pointer, value: unknown): unknown;
function editMember(target: unknown, [step, ...rest]: Pointer, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(target)) {
    const index = Number(step);
    if (rest.length > 0) return target.map((item: unknown, at) => (at === index ? editMember(item, rest, value) : item));
    return value === undefined ? target.toSpliced(index, 1) : target.with(Math.min(index, target.length), value);
  }
  if (!isRecord(target)) return value === undefined ? target : editMember({}, [step, ...rest], value);
  if (rest.length === 0 && value === undefined) {
    const { [step]: _removed, ...others } = target;
    return others;
  }
  if (value === undefined && target[step] === undefined) return target;
  return { ...target, [step]: rest.length === 0 ? value : editMember(target[step], rest, value) };
}
