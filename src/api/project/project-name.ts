import { getString, type KubeObject } from "../../kube/index.ts";
import { defaultProject } from "../names.ts";

/** Which project an Application as it stands in the cluster belongs to. */
export function projectNameOf(application: KubeObject): string {
  const name = getString(application, "spec", "project") ?? "";
  return name === "" ? defaultProject : name;
}
