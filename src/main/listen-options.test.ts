import { deepEqual, throws } from "node:assert/strict";
import { describe, it } from "node:test";
import { chooseListenOptions, type ListenFlags, type ListenOptions } from "./listen-options.ts";

const unset: ListenFlags = { host: undefined, port: 8080, isInsecure: undefined, rootPath: undefined };
const local: ListenOptions = { host: "127.0.0.1", port: 8080, isLoopback: true, isSecure: false, basePath: "" };

const rows: readonly { readonly name: string; readonly flags?: Partial<ListenFlags>; readonly parameters?: Record<string, string>; readonly want: Partial<ListenOptions> }[] = [
  { name: "this machine only, in plain HTTP", want: {} },
  { name: "HTTPS for others", flags: { host: "0.0.0.0" }, want: { host: "0.0.0.0", isLoopback: false, isSecure: true } },
  { name: "HTTPS for a name", flags: { host: "cd.example.com" }, want: { host: "cd.example.com", isLoopback: false, isSecure: true } },
  { name: "plain HTTP for others when told so", flags: { host: "::", isInsecure: true }, want: { host: "::", isLoopback: false } },
  { name: "HTTPS here when told so", flags: { host: "::1", isInsecure: false }, want: { host: "::1", isSecure: true } },
  {
    name: "what the settings say",
    parameters: { "server.listen.address": "0.0.0.0", "server.insecure": "true", "server.rootpath": "/cd/" },
    want: { host: "0.0.0.0", isLoopback: false, basePath: "/cd" },
  },
  { name: "nothing for a setting that makes no sense", parameters: { "server.listen.address": "", "server.insecure": "perhaps" }, want: {} },
  {
    name: "flags before settings",
    flags: { host: "localhost", isInsecure: false, rootPath: "a/b" },
    parameters: { "server.listen.address": "0.0.0.0", "server.insecure": "true", "server.rootpath": "cd" },
    want: { host: "localhost", isSecure: true, basePath: "/a/b" },
  },
];

describe("Where the server listens", () => {
  for (const { name, flags = {}, parameters = {}, want } of rows) it(`is ${name}`, () => deepEqual(chooseListenOptions({ ...unset, ...flags }, parameters), { ...local, ...want }));

  it("refuses a root path that would end a header or a cookie", () => throws(() => chooseListenOptions({ ...unset, rootPath: "/a;b\r\n" }, {}), { message: /is no root path/ }));
});
