import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { isSillageError } from "../../errors/index.ts";
import { decodeProtobuf } from "./decode-protobuf.ts";

type Part = readonly [number: number, value: number | bigint | string | Uint8Array];

function varint(value: bigint): number[] {
  const rest = BigInt.asUintN(64, value);
  return rest < 0x80n ? [Number(rest)] : [Number(rest & 0x7fn) | 0x80, ...varint(rest >> 7n)];
}

function message(...parts: readonly Part[]): Uint8Array {
  return Uint8Array.from(
    parts.flatMap(([number, value]) => {
      if (typeof value === "number" || typeof value === "bigint") return [...varint(BigInt(number * 8)), ...varint(BigInt(value))];
      const bytes = Buffer.from(value as string);
      return [...varint(BigInt(number * 8 + 2)), ...varint(BigInt(bytes.length)), ...bytes];
    }),
  );
}

function body(apiVersion: string, kind: string, ...parts: readonly Part[]): Uint8Array {
  return Buffer.concat([Buffer.from("k8s\0"), message([1, message([1, apiVersion], [2, kind])], [2, message(...parts)], [3, ""], [4, ""])]);
}

const secret = body("v1", "Secret", [1, message([1, "keys"], [2, ""], [8, ""], [11, message([1, "a"], [2, ""])])], [2, message([1, "token"], [2, Uint8Array.of(0, 255)])], [3, ""]);
const volume = message([1, "keys"], [2, message([6, message([1, "keys"], [3, 0])])]);
const container = message([1, "web"], [2, ""], [6, message([1, "http"], [2, 0], [3, 8080])], [8, message([1, message([1, "cpu"], [2, message([1, "1500m"])])])]);

const cases: readonly { readonly name: string; readonly body: Uint8Array; readonly want: unknown }[] = [
  {
    name: "zeros that JSON leaves out are left out, bytes are base64, entries keep empty values",
    body: secret,
    want: { apiVersion: "v1", kind: "Secret", metadata: { name: "keys", labels: { a: "" } }, data: { token: "AP8=" } },
  },
  {
    name: "zeros behind pointers stay, embedded structs stand beside the others, quantities are text",
    body: body("v1", "Pod", [2, message([1, volume], [2, container], [4, 0], [11, 0])]),
    want: {
      apiVersion: "v1",
      kind: "Pod",
      spec: {
        volumes: [{ name: "keys", secret: { secretName: "keys", defaultMode: 0 } }],
        containers: [{ name: "web", ports: [{ name: "http", containerPort: 8080 }], resources: { limits: { cpu: "1500m" } } }],
        terminationGracePeriodSeconds: 0,
      },
    },
  },
  {
    name: "negative numbers, unknown fields and false without omitempty",
    body: body("scheduling.k8s.io/v1", "PriorityClass", [2, -5n], [99, "new"], [98, 7]),
    want: { apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", value: -5 },
  },
  {
    name: "numbers or strings, and lists of both",
    body: body("v1", "Service", [2, message([1, message([3, 80], [4, message([1, 1], [2, 0], [3, "http"])])], [1, message([3, 81], [4, message([1, 0], [2, 8081], [3, ""])])])]),
    want: {
      apiVersion: "v1",
      kind: "Service",
      spec: {
        ports: [
          { port: 80, targetPort: "http" },
          { port: 81, targetPort: 8081 },
        ],
      },
    },
  },
  {
    name: "times, with microseconds where they count",
    body: body("coordination.k8s.io/v1", "Lease", [1, message([8, message([1, 1_700_000_000], [2, 5_000])])], [2, message([3, message([1, 1_700_000_000], [2, 5_000])])]),
    want: { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { creationTimestamp: "2023-11-14T22:13:20Z" }, spec: { acquireTime: "2023-11-14T22:13:20.000005Z" } },
  },
  {
    name: "lists inside maps, which are wrapped",
    body: body("authorization.k8s.io/v1", "SubjectAccessReview", [2, message([3, "dev"], [5, message([1, "scopes"], [2, message([1, "a"], [1, "b"])])])]),
    want: { apiVersion: "authorization.k8s.io/v1", kind: "SubjectAccessReview", spec: { user: "dev", extra: { scopes: ["a", "b"] } } },
  },
  {
    name: "embedded JSON",
    body: body("apps/v1", "ControllerRevision", [2, message([1, '{"a":[1]}'])], [3, 2]),
    want: { apiVersion: "apps/v1", kind: "ControllerRevision", data: { a: [1] }, revision: 2 },
  },
  {
    name: "options of a deletion in any version",
    body: body("apps/v1", "DeleteOptions", [1, 0], [4, "Foreground"]),
    want: { apiVersion: "apps/v1", kind: "DeleteOptions", gracePeriodSeconds: 0, propagationPolicy: "Foreground" },
  },
  { name: "an unknown kind", body: body("example.com/v1", "Widget", [1, ""]), want: undefined },
];

for (const { name, body: input, want } of cases) test(`decodes: ${name}`, () => assert.deepEqual(decodeProtobuf(input), want));

const malformedCases: readonly { readonly name: string; readonly body: Uint8Array; readonly message: string }[] = [
  { name: "JSON", body: Buffer.from("{}"), message: "it does not begin as one" },
  { name: "bytes for a number", body: body("scheduling.k8s.io/v1", "PriorityClass", [2, "5"]), message: "bytes stand where a number belongs" },
  { name: "a number for bytes", body: body("v1", "Secret", [1, 5]), message: "a number stands where bytes belong" },
  { name: "a length past the end", body: secret.subarray(0, -5), message: "unexpected end" },
  { name: "a group", body: Buffer.from("k8s\0\x0b"), message: "unknown wire type" },
  { name: "field 0", body: Buffer.from("k8s\0\0\0"), message: "there is no field 0" },
  { name: "an endless number", body: Buffer.from(`k8s\0\x08${"\xff".repeat(11)}`, "latin1"), message: "a number is too long" },
  { name: "embedded text that is no JSON", body: body("apps/v1", "ControllerRevision", [2, message([1, "{"])]), message: "an embedded value is no JSON" },
  { name: "a time beyond all calendars", body: body("v1", "Secret", [1, message([8, message([1, 2n ** 60n])])]), message: "a time is out of range" },
];

for (const { name, body: input, message: why } of malformedCases) {
  test(`refuses: ${name}`, () => assert.throws(() => decodeProtobuf(input), { code: "invalid", message: `Cannot decode the protobuf body: ${why}` }));
}

/** Whether a body is taken or refused is left open; nothing but a refusal may be thrown. */
function decodeOrRefuse(input: Uint8Array): void {
  try {
    decodeProtobuf(input);
  } catch (error) {
    assert.ok(isSillageError(error, "invalid"), String(error));
  }
}

test("every cut-off body is taken or refused as invalid", () => {
  for (const { body: input } of cases) for (let end = 0; end < input.length; end += 1) decodeOrRefuse(input.subarray(0, end));
});

test("every damaged body is taken or refused as invalid", () => {
  const damage = fc.record({ index: fc.nat(cases.length - 1), at: fc.nat(400), byte: fc.nat(255) });
  fc.assert(
    fc.property(damage, ({ index, at, byte }) => {
      const input = Uint8Array.from(cases[index]!.body);
      input[at % input.length] = byte;
      decodeOrRefuse(input);
    }),
    { numRuns: 2000 },
  );
});
