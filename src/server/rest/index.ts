/** The REST face of operations: paths, query parameters, bodies, streams and error answers as Argo CD's gateway gives them. Knows no service. */
export { addOperations } from "./add-operations.ts";
export { replyWithError } from "./error-reply.ts";
