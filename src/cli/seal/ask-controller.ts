import { sleep } from "../../async/index.ts";
import { SillageError } from "../../errors/index.ts";
import { getField, getRecord, isKubeObject, type KubeObject } from "../../kube/index.ts";
import type { SealFlags } from "./flags.ts";
import { writeObjects } from "./output.ts";
import { describeSealed, hintNamespace, readSealedSecrets, type SealedDocument } from "./sealed-documents.ts";
import type { SealDeps } from "./seal-deps.ts";
import type { KeyRequest, KeyService } from "./world.ts";

/** `--validate`: silent when the controller can open every SealedSecret of the input. Throws `conflict` that names the first it cannot. */
export async function validateSealed(deps: SealDeps, input: { readonly text: string; readonly file: string }, flags: SealFlags): Promise<void> {
  const service = await deps.world.openKeyService(flags);
  for (const sealed of readSealedSecrets(input.text, { file: input.file, namespace: flags.namespace })) {
    const { status } = await ask(deps, service, { path: "/v1/verify", body: JSON.stringify(sealed.object) });
    if (status === 409) throw new SillageError("conflict", `The controller cannot open ${describeSealed(sealed)}`);
    if (status !== 200) throw new SillageError("unavailable", `Cannot validate ${describeSealed(sealed)}: the controller answered ${status}`);
  }
}

/** `--re-encrypt`: the SealedSecrets of the input, sealed with the newest key; the plaintext stays with the controller. */
export async function reEncryptSealed(deps: SealDeps, input: { readonly text: string; readonly file: string }, flags: SealFlags): Promise<void> {
  const service = await deps.world.openKeyService(flags);
  const results: KubeObject[] = [];
  for (const sealed of readSealedSecrets(input.text, { file: input.file, namespace: flags.namespace })) results.push(await rotateByController(deps, service, sealed));
  await writeObjects(deps, results, flags);
}

/** One SealedSecret as `/v1/rotate` gives it back. Throws `conflict` when the controller cannot open it. */
export async function rotateByController(deps: SealDeps, service: KeyService, sealed: SealedDocument): Promise<KubeObject> {
  const { status, text } = await ask(deps, service, { path: "/v1/rotate", body: JSON.stringify(sealed.object) });
  if (status === 409) throw new SillageError("conflict", `The controller cannot open ${describeSealed(sealed)}${hintNamespace(sealed)}`);
  if (status !== 200) throw new SillageError("unavailable", `Cannot re-encrypt ${describeSealed(sealed)}: the controller answered ${status}`);
  const answer: unknown = JSON.parse(text);
  if (!isKubeObject(answer)) throw new SillageError("unavailable", `Cannot re-encrypt ${describeSealed(sealed)}: the controller did not answer with a SealedSecret`);
  return withoutEmptyFields(answer);
}

/** The original controller writes `creationTimestamp: null` into metadata, and an empty status. */
function withoutEmptyFields(object: KubeObject): KubeObject {
  const template = getRecord(object, "spec", "template");
  const spec = { ...getRecord(object, "spec"), ...(template === undefined ? {} : { template: { ...template, metadata: withoutNulls(getField(template, "metadata")) } }) };
  return { apiVersion: object.apiVersion, kind: object.kind, metadata: withoutNulls(object.metadata), spec };
}

function withoutNulls(record: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(getRecord(record) ?? {}).filter(([, value]) => value !== null));
}

const pauseMs = 500;
const attempts = 120;

/** Controllers limit their rate: 429 means to come back. */
async function ask(deps: SealDeps, service: KeyService, request: KeyRequest): Promise<{ readonly status: number; readonly text: string }> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await service.send(request, deps);
    if (answer.status !== 429 || attempt === attempts) return answer;
    await sleep(pauseMs, deps);
  }
}
