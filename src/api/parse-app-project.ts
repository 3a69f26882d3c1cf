import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { SillageError } from "../errors/index.ts";
import { describeObject, type KubeObject } from "../kube/index.ts";
import type { AppProject } from "./app-project.ts";
import { describeFirstProblem } from "./schema-problem.ts";

const strings = Type.Optional(Type.Array(Type.String()));
const text = Type.Optional(Type.String());
const rules = Type.Optional(Type.Array(Type.Object({ group: Type.String(), kind: Type.String(), name: text })));

const schema = Compile(
  Type.Object({
    spec: Type.Object({
      description: text,
      sourceRepos: strings,
      destinations: Type.Optional(Type.Array(Type.Object({ server: text, name: text, namespace: text }))),
      sourceNamespaces: strings,
      clusterResourceWhitelist: rules,
      clusterResourceBlacklist: rules,
      namespaceResourceWhitelist: rules,
      namespaceResourceBlacklist: rules,
    }),
  }),
);

/** An AppProject from the API. Throws `invalid` naming the field when its shape is wrong. */
export function parseAppProject(object: KubeObject): AppProject {
  const { kind } = object;
  if (kind !== "AppProject") throw new SillageError("invalid", `Cannot read ${describeObject(object)} as an AppProject`);
  if (!schema.Check(object)) {
    const problem = describeFirstProblem(schema.Errors(object));
    throw new SillageError("invalid", `Cannot read ${describeObject(object)}: ${problem}`, { reason: "InvalidSpec", terminal: true });
  }
  return { apiVersion: object.apiVersion, kind, metadata: object.metadata, spec: object.spec };
}
