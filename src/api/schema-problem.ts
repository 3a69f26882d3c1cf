interface SchemaProblem {
  readonly instancePath: string;
  readonly message: string;
}

/** `spec.source.repoURL must be string`: the first problem, with the path of the field. */
export function describeFirstProblem(problems: readonly SchemaProblem[]): string {
  const [first] = problems;
  if (first === undefined) return "it has an unexpected shape";
  const field = first.instancePath.slice(1).replaceAll("/", ".");
  return field === "" ? first.message : `${field} ${first.message}`;
}
