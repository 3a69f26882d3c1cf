import { getList, getString } from "../kube/index.ts";
import { health, healthy, type HealthRule, type HealthRules } from "./rule.ts";

const assessService: HealthRule = (service) => {
  if (getString(service, "spec", "type") !== "LoadBalancer") return healthy;
  return getList(service, "status", "loadBalancer", "ingress").length > 0 ? healthy : health("Progressing", "Waiting for the load balancer to get an address");
};

const assessIngress: HealthRule = (ingress) =>
  getList(ingress, "status", "loadBalancer", "ingress").length > 0 ? healthy : health("Progressing", "Waiting for the ingress controller to give an address");

export const networkRules: HealthRules = { "/Service": assessService, "networking.k8s.io/Ingress": assessIngress, "extensions/Ingress": assessIngress };
