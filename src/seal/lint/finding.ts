import { type Manifest } from "../../render/view/index.ts";

export type FindingCode =
  | "SEAL-STRUCTURE"
  | "SEAL-BASE64"
  | "SEAL-SIZE"
  | "SEAL-TEMPLATE"
  | "SEAL-SCOPE"
  | "SEAL-RENAMED"
  | "SEAL-KEY-UNKNOWN"
  | "SEAL-KEY-EXPIRED"
  | "SEAL-PLAINTEXT"
  | "SEAL-DUPLICATE";

/** Something that will fail in the cluster, or gives a secret away. The message names objects and items, never values. */
export interface Finding {
  readonly code: FindingCode;
  readonly message: string;
  readonly file: string;
  readonly line: number;
}

export function createFinding(code: FindingCode, { object, origin }: Manifest, problem: string): Finding {
  const { namespace, name = "" } = object.metadata;
  return { code, message: `${object.kind} "${namespace === undefined ? name : `${namespace}/${name}`}" ${problem}`, file: origin.file, line: origin.line };
}
