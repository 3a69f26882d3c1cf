import { Type } from "typebox";
import type { AppProject } from "../../api/index.ts";

const any = Type.Object({}, { additionalProperties: true });

/** An AppProject; its own schema is the CRD's. */
export const project = Type.Unsafe<AppProject>(Type.Object({ metadata: any, spec: any }, { additionalProperties: true }));

/** A project as clients send it, which is read where it is used. */
export const projectBody = Type.Object(
  { metadata: Type.Object({ name: Type.String() }, { additionalProperties: true }), spec: Type.Optional(any) },
  { additionalProperties: true },
);

export const named = Type.Object({ name: Type.String() });

export const detailedProject = Type.Object({
  project: Type.Optional(project),
  globalProjects: Type.Unsafe<readonly AppProject[]>(Type.Array(project)),
  repositories: Type.Unsafe<readonly object[]>(Type.Array(any)),
  clusters: Type.Unsafe<readonly object[]>(Type.Array(any)),
});

export const eventList = Type.Object({ metadata: any, items: Type.Unsafe<readonly object[]>(Type.Array(any)) });

/** 64 bits, which JSON clients of gRPC gateways write as text. */
const seconds = Type.Union([Type.Integer(), Type.String({ pattern: "^-?\\d+$" })]);

export const createTokenRequest = Type.Object({
  project: Type.String(),
  role: Type.String(),
  description: Type.Optional(Type.String()),
  expiresIn: Type.Optional(seconds),
  id: Type.Optional(Type.String()),
});

export const deleteTokenRequest = Type.Object({ project: Type.String(), role: Type.String(), iat: seconds, id: Type.Optional(Type.String()) });
