import { deepEqual } from "node:assert/strict";
import { it } from "node:test";
import { Type } from "typebox";
import { defineOperation, defineStream, open, permitted } from "../operation/index.ts";
import { describeOperations } from "./openapi.ts";

const text = Type.String();
const failure = { description: "What went wrong", content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } };

it("A document says where each field of a request goes, what comes back, and what it needs", () => {
  const operations = [
    defineOperation({
      name: "ShipService/Load",
      route: { method: "POST", path: "/ships/:name/cargo", body: "*" },
      request: Type.Object({ name: text, kind: text, count: Type.Optional(Type.Integer()) }),
      response: Type.Object({ loaded: Type.Boolean() }),
      access: permitted({ resource: "ships", action: "update" }, ({ name }: { readonly name: string }) => name),
      handle: async () => ({ loaded: true }),
    }),
    defineStream({
      name: "ShipService/Watch",
      route: { method: "GET", path: "/ships/*path" },
      request: Type.Object({ path: text, since: Type.Optional(text) }),
      response: text,
      access: open(),
      open: async function* () {
        yield "";
      },
    }),
  ];
  const { paths, servers } = describeOperations(operations, { version: "1", basePath: "/cd" }) as Record<string, unknown>;
  deepEqual(servers, [{ url: "/cd" }]);
  deepEqual(paths, {
    "/ships/{name}/cargo": {
      post: {
        operationId: "ShipService_Load",
        tags: ["ShipService"],
        security: [{ bearer: [] }, { cookie: [] }],
        "x-permissions": ["ships, update"],
        parameters: [{ name: "name", in: "path", required: true, schema: text }],
        requestBody: { content: { "application/json": { schema: { type: "object", properties: { kind: text, count: Type.Optional(Type.Integer()) }, required: ["kind"] } } } },
        responses: { 200: { description: "Done", content: { "application/json": { schema: Type.Object({ loaded: Type.Boolean() }) } } }, default: failure },
      },
    },
    "/ships/{path}": {
      get: {
        operationId: "ShipService_Watch",
        tags: ["ShipService"],
        security: [],
        "x-permissions": [],
        parameters: [
          { name: "path", in: "path", required: true, schema: text },
          { name: "since", in: "query", required: false, schema: Type.Optional(text) },
        ],
        responses: {
          200: {
            description: "One result after another",
            content: { "application/json": { schema: { type: "object", properties: { result: text } } }, "text/event-stream": { schema: { type: "string" } } },
          },
          default: failure,
        },
      },
    },
  });
});
