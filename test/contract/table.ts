import { createOperations } from "../../src/server/services.ts";
import { rows as account } from "./account.ts";
import { rows as application } from "./application.ts";
import { rows as installation } from "./installation.ts";
import { rows as project } from "./project.ts";
import { rows as repository } from "./repository.ts";
import type { ContractRow } from "./row.ts";
import { rows as session } from "./session.ts";

/** All rows of all services. */
export const rows: readonly ContractRow[] = [...session, ...account, ...application, ...project, ...repository, ...installation];

/** Needed to describe operations only: none is run on these. */
const noDeps = new Proxy({}, { get: () => () => undefined }) as Parameters<typeof createOperations>[0];
export const operations = createOperations(noDeps, { namespace: "argocd", version: "1.2.3", isAnyNamespaceServed: false });
