import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { SillageError } from "../../errors/index.ts";
import { describeObject, type KubeObject } from "../../kube/index.ts";
import { describeFirstProblem } from "../schema-problem.ts";
import type { AppProject } from "./app-project.ts";

const text = Type.Optional(Type.String());
const flag = Type.Optional(Type.Boolean());
const strings = Type.Optional(Type.Array(Type.String()));
const rules = Type.Optional(Type.Array(Type.Object({ group: Type.String(), kind: Type.String(), name: text })));
const tokens = Type.Optional(Type.Array(Type.Object({ iat: Type.Number(), exp: Type.Optional(Type.Number()), id: text })));

const role = Type.Object({ name: Type.String(), description: text, policies: strings, groups: strings, jwtTokens: tokens });

const syncWindow = Type.Object({
  kind: text,
  schedule: text,
  duration: text,
  applications: strings,
  namespaces: strings,
  clusters: strings,
  manualSync: flag,
  timeZone: text,
  andOperator: flag,
  syncOverrun: flag,
  description: text,
});

const sourceIntegrity = Type.Object({
  git: Type.Optional(
    Type.Object({
      policies: Type.Optional(
        Type.Array(
          Type.Object({
            repos: Type.Optional(Type.Array(Type.Object({ url: Type.String() }))),
            gpg: Type.Optional(Type.Object({ mode: text, keys: strings })),
          }),
        ),
      ),
    }),
  ),
});

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
      roles: Type.Optional(Type.Array(role)),
      syncWindows: Type.Optional(Type.Array(syncWindow)),
      orphanedResources: Type.Optional(Type.Object({ warn: flag, ignore: Type.Optional(Type.Array(Type.Object({ group: text, kind: text, name: text }))) })),
      signatureKeys: Type.Optional(Type.Array(Type.Object({ keyID: Type.String() }))),
      sourceIntegrity: Type.Optional(sourceIntegrity),
      permitOnlyProjectScopedClusters: flag,
      destinationServiceAccounts: Type.Optional(Type.Array(Type.Object({ server: Type.String(), namespace: text, defaultServiceAccount: Type.String() }))),
    }),
    status: Type.Optional(Type.Object({ jwtTokensByRole: Type.Optional(Type.Record(Type.String(), Type.Object({ items: tokens }))) })),
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
  return { apiVersion: object.apiVersion, kind, metadata: object.metadata, spec: object.spec, status: object.status ?? {} };
}
