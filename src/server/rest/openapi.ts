import type { FastifyInstance } from "fastify";
import { getList, getRecord } from "../../kube/index.ts";
import type { Operation } from "../operation/index.ts";

export interface ApiDescription {
  readonly version: string;
  readonly basePath: string;
}

/** Serves the OpenAPI 3.1 document of the operations at Argo CD's `/swagger.json`. */
export function addOpenApi(app: FastifyInstance, operations: readonly Operation[], description: ApiDescription): void {
  let text: string | undefined;
  app.get("/swagger.json", async (_request, reply) => {
    text ??= JSON.stringify(describeOperations(operations, description));
    return reply.type("application/json; charset=utf-8").send(text);
  });
}

/** What each operation takes and gives, and in `x-permissions` what the caller must be allowed to do. */
export function describeOperations(operations: readonly Operation[], { version, basePath }: ApiDescription): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const { method, path } = operation.route;
    const template = path.replaceAll(/[:*](\w+)/g, "{$1}");
    paths[template] = { ...paths[template], [method.toLowerCase()]: describeOperation(operation) };
  }
  return {
    openapi: "3.1.0",
    info: { title: "Sillage", version, description: "Argo CD's REST API. What a call needs of the RBAC policy stands in x-permissions." },
    servers: [{ url: basePath === "" ? "/" : basePath }],
    paths,
    components: {
      schemas: { Error: errorSchema },
      securitySchemes: { bearer: { type: "http", scheme: "bearer" }, cookie: { type: "apiKey", in: "cookie", name: "argocd.token" } },
    },
  };
}

function describeOperation(operation: Operation): object {
  const { name, access, kind, response } = operation;
  const [service = "", method = ""] = name.split("/");
  return {
    operationId: `${service}_${method}`,
    tags: [service],
    security: access.kind === "public" ? [] : [{ bearer: [] }, { cookie: [] }],
    "x-permissions": access.permissions,
    ...describeRequest(operation),
    responses: {
      200: {
        description: kind === "stream" ? "One result after another" : "Done",
        content: kind === "stream" ? describeStream(response) : { "application/json": { schema: response } },
      },
      default: { description: "What went wrong", content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } },
    },
  };
}

function describeStream(item: object): object {
  const result = { type: "object", properties: { result: item } };
  return { "application/json": { schema: result }, "text/event-stream": { schema: { type: "string" } } };
}

function describeRequest({ request, route }: Operation): object {
  const properties = getRecord(request, "properties") ?? {};
  const required = new Set(getList(request, "required"));
  const inPath = new Set(Array.from(route.path.matchAll(/[:*](\w+)/g), ([, field]) => field ?? ""));
  const others = Object.keys(properties).filter((field) => !inPath.has(field));
  const inBody = route.body === "*" ? others : others.filter((field) => field === route.body);
  const inQuery = others.filter((field) => !inBody.includes(field));
  const parameters = [
    ...[...inPath].map((name) => ({ name, in: "path", required: true, schema: properties[name] ?? { type: "string" } })),
    ...inQuery.map((name) => ({ name, in: "query", required: required.has(name), schema: properties[name] })),
  ];
  if (route.body === undefined) return { parameters };
  const whole = { type: "object", properties: Object.fromEntries(inBody.map((field) => [field, properties[field]])), required: inBody.filter((field) => required.has(field)) };
  return { parameters, requestBody: { content: { "application/json": { schema: route.body === "*" ? whole : (properties[route.body] ?? {}) } } } };
}

const errorSchema = {
  type: "object",
  properties: { error: { type: "string" }, code: { type: "integer", description: "gRPC's number" }, message: { type: "string" } },
  required: ["error", "code", "message"],
};
