import { getString } from "../kube/index.ts";
import { health, healthy, type HealthRule, type HealthRules } from "./rule.ts";

const assessClaim: HealthRule = (claim) => {
  switch (getString(claim, "status", "phase")) {
    case "Bound":
      return healthy;
    case "Pending":
      return health("Progressing", "Waiting for a volume");
    case "Lost":
      return health("Degraded", "The volume of the claim no longer exists");
    default:
      return health("Unknown");
  }
};

export const storageRules: HealthRules = { "/PersistentVolumeClaim": assessClaim };
