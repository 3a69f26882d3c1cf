import type { FastifyInstance } from "fastify";
import type { Clock } from "../async/index.ts";
import { SillageError } from "../errors/index.ts";
import { isKubeObject, type KubeObject } from "../kube/index.ts";
import { parseDocuments } from "../kube/yaml/index.ts";
import { createRateLimit } from "./rest/index.ts";

/** What anybody may ask of the sealing keys: nothing of it tells a plaintext. */
export interface Sealing {
  getCertificate(): string;
  canUnseal(sealedSecret: KubeObject): Promise<boolean>;
  rotate(sealedSecret: KubeObject): Promise<KubeObject>;
}

/** A Secret holds 1 MiB at most; sealed it is base64 twice. */
const maxBytes = 3 * 1024 * 1024;
/** Each call costs a decryption per item and key. */
const limit = { burst: 100, perSecond: 20 };

/** The paths `kubeseal` calls, open to everybody as it expects. */
export function addSealingRoutes(app: FastifyInstance, sealing: Sealing, { clock }: { readonly clock: Clock }): void {
  app.get("/v1/cert.pem", async (_request, reply) => reply.type("application/x-pem-file").send(sealing.getCertificate()));
  app.register(async (limited) => {
    const take = createRateLimit({ clock }, limit);
    limited.addHook("onRequest", async (_request, reply) => {
      const waitMs = take();
      if (waitMs === 0) return;
      reply.header("retry-after", Math.ceil(waitMs / 1_000));
      throw Object.assign(new SillageError("unavailable", "Too many requests"), { statusCode: 429 });
    });
    limited.removeAllContentTypeParsers();
    limited.addContentTypeParser("*", { parseAs: "string", bodyLimit: maxBytes }, async (_request: unknown, body: string | Buffer) => parseSealedSecret(String(body)));
    limited.post("/v1/verify", async (request, reply) => reply.code((await sealing.canUnseal(requireObject(request.body))) ? 200 : 409).send());
    limited.post("/v1/rotate", (request) => sealing.rotate(requireObject(request.body)));
  });
}

/** JSON or YAML. What somebody sends by mistake may be a secret in clear, so the parser must not quote it. */
function parseSealedSecret(text: string): unknown {
  const documents = parseDocuments(text, { file: "body", confidential: true });
  return documents.length === 1 ? documents[0]?.value : undefined;
}

function requireObject(value: unknown): KubeObject {
  if (!isKubeObject(value)) throw new SillageError("invalid", "The body must be one SealedSecret, as JSON or YAML");
  return value;
}
