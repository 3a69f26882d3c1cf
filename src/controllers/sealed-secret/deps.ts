import type { Clock } from "../../async/index.ts";
import type { ApiResource, KubeClient } from "../../kube/index.ts";
import type { DigestSecret } from "./digest-secret.ts";
import type { Followed } from "./followed.ts";
import type { KeyRing } from "./key-ring.ts";
import type { PodUses } from "./pods/pod-uses.ts";
import type { SecretAccess } from "./secret-access.ts";

/** What the reconcile of a SealedSecret needs. */
export interface SealedSecretDeps {
  readonly client: Pick<KubeClient, "create" | "update" | "patch" | "fetchObject" | "discovery">;
  readonly sealedSecretResource: ApiResource;
  readonly secretResource: ApiResource;
  readonly eventResource: ApiResource;
  readonly sealedSecrets: Followed;
  /** Digests only: no value of a Secret is kept. */
  readonly secrets: Followed;
  readonly digestSecret: DigestSecret;
  readonly pods: Pick<PodUses, "listUsersOf">;
  readonly access: Pick<SecretAccess, "isReady" | "getRefusal">;
  readonly ring: KeyRing;
  readonly clock: Clock;
}
