import { Type } from "typebox";
import type { Repository, RepositoryCredentials } from "../../api/index.ts";

const text = Type.Optional(Type.String());
const flag = Type.Optional(Type.Boolean());

/** A repository as it is shown: nothing of its credentials. */
export const repository = Type.Unsafe<Repository>(
  Type.Object({
    repo: Type.String(),
    type: text,
    name: text,
    project: text,
    insecure: flag,
    inheritedCreds: flag,
    connectionState: Type.Optional(Type.Object({ status: Type.String(), message: Type.String(), attemptedAt: text })),
  }),
);

const access = { type: text, username: text, password: text, bearerToken: text, sshPrivateKey: text, tlsClientCertData: text, tlsClientCertKey: text };

/** A repository as clients send it; what else is in it is read, or refused, where it is used. */
const repositoryFields = { ...access, name: text, project: text, insecure: flag };
export const repositoryBody = Type.Object({ repo: Type.String(), ...repositoryFields }, { additionalProperties: true });
export const repositoryChange = Type.Object(repositoryFields, { additionalProperties: true });

export const credentials = Type.Unsafe<RepositoryCredentials>(Type.Object({ url: Type.String(), type: text }));
export const credentialsBody = Type.Object({ url: Type.String(), ...access }, { additionalProperties: true });
export const credentialsChange = Type.Object(access, { additionalProperties: true });

export const namedRepository = Type.Object({ repo: Type.String(), appProject: text });
export const refs = Type.Object({ branches: Type.Unsafe<readonly string[]>(Type.Array(Type.String())), tags: Type.Unsafe<readonly string[]>(Type.Array(Type.String())) });
