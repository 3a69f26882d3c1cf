import { arch, platform } from "node:os";
import { Type } from "typebox";
import { defineOperation, open, type Operation } from "../operation/index.ts";

const text = Type.Optional(Type.String());

/** Go's names, which Argo CD's clients show. */
const architectures: Readonly<Record<string, string>> = { x64: "amd64" };

/** All operations of the service. Who is not signed in learns the version and nothing of the machine. */
export function createVersionOperations({ version }: { readonly version: string }): readonly Operation[] {
  return [
    defineOperation({
      name: "VersionService/Version",
      route: { method: "GET", path: "/api/version" },
      request: Type.Object({}),
      response: Type.Object({ Version: Type.String(), Platform: text, Compiler: text }),
      access: open(),
      async handle({ caller }) {
        if (caller.isAnonymous) return { Version: version };
        return { Version: version, Platform: `${platform()}/${architectures[arch()] ?? arch()}`, Compiler: `node ${process.versions.node}` };
      },
    }),
  ];
}
