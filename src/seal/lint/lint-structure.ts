import { getField, getRecord, isRecord } from "../../kube/index.ts";
import { type Manifest } from "../../render/view/index.ts";
import { splitEnvelope, tagBytes } from "../envelope.ts";
import { createFinding, type Finding } from "./finding.ts";

/** The API server refuses a Secret beyond this. */
const maxSecretBytes = 1_048_576;

/** What is wrong with a SealedSecret whatever keys there are: its shape, its sealed texts, its size. */
export function lintStructure(manifest: Manifest): readonly Finding[] {
  const { object } = manifest;
  const encryptedData = getField(object, "spec", "encryptedData");
  const legacyData = getField(object, "spec", "data");
  const structure = (problem: string): readonly Finding[] => [createFinding("SEAL-STRUCTURE", manifest, problem)];
  if ((object.metadata.name ?? "") === "") return structure("has no metadata.name");
  if (getRecord(object, "spec") === undefined) return structure("has no spec");
  if (encryptedData !== undefined && !isRecord(encryptedData)) return structure("has an encryptedData that is not a map");
  if (encryptedData === undefined && legacyData === undefined) return structure("has no encryptedData");
  if (encryptedData !== undefined && Object.keys(encryptedData).length > 0 && legacyData !== undefined) return structure("has both encryptedData and the old data");
  const items = Object.entries(legacyData === undefined ? (encryptedData ?? {}) : { "spec.data": legacyData });
  const results = items.map(([item, text]) => lintItem(manifest, { item, text }));
  const total = results.reduce((sum, { bytes }) => sum + bytes, 0);
  const tooLarge = total > maxSecretBytes ? [createFinding("SEAL-SIZE", manifest, `holds ${total} bytes, and a Secret at most ${maxSecretBytes}`)] : [];
  return [...results.flatMap(({ findings }) => findings), ...tooLarge];
}

function lintItem(manifest: Manifest, { item, text }: { readonly item: string; readonly text: unknown }): { readonly findings: readonly Finding[]; readonly bytes: number } {
  const fail = (code: "SEAL-STRUCTURE" | "SEAL-BASE64" | "SEAL-SIZE", problem: string) => ({ findings: [createFinding(code, manifest, problem)], bytes: 0 });
  if (!/^[-._a-zA-Z0-9]+$/.test(item)) return fail("SEAL-STRUCTURE", `has the item ${JSON.stringify(item)}, which is no valid key of a Secret`);
  if (typeof text !== "string") return fail("SEAL-STRUCTURE", `has the item "${item}", which is not a text`);
  const envelope = splitEnvelope(text);
  if ("problem" in envelope) return fail("SEAL-BASE64", `has the item "${item}", which was not sealed: ${envelope.problem}`);
  const bits = envelope.encryptedKey.length * 8;
  if (bits < 2048 || bits > 16384) return fail("SEAL-SIZE", `has the item "${item}", which was not sealed or is damaged: its key would have ${bits} bits`);
  return { findings: [], bytes: envelope.payload.length - tagBytes };
}
