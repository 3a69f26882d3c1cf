import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { isSillageError } from "../errors/index.ts";
import { explainRefusedAddress, guardRemote } from "./guard-remote.ts";

describe("explainRefusedAddress", () => {
  const metadata = (address: string): string => `${address} is a link-local or metadata address`;
  const here = (address: string): string => `${address} is this very machine`;
  const cases: readonly { readonly resolved: readonly string[]; readonly isLoopbackAllowed: boolean; readonly want: string | undefined }[] = [
    { resolved: [], isLoopbackAllowed: false, want: undefined },
    { resolved: ["93.184.216.34", "2606:2800:220:1::1"], isLoopbackAllowed: false, want: undefined },
    { resolved: ["10.0.0.7", "fd12:3456::1"], isLoopbackAllowed: false, want: undefined },
    { resolved: ["169.254.169.254"], isLoopbackAllowed: true, want: metadata("169.254.169.254") },
    { resolved: ["93.184.216.34", "169.254.0.1"], isLoopbackAllowed: true, want: metadata("169.254.0.1") },
    { resolved: ["::ffff:169.254.169.254"], isLoopbackAllowed: true, want: metadata("::ffff:169.254.169.254") },
    { resolved: ["fe80::1"], isLoopbackAllowed: true, want: metadata("fe80::1") },
    { resolved: ["fd00:ec2::254"], isLoopbackAllowed: true, want: metadata("fd00:ec2::254") },
    { resolved: ["100.100.100.200"], isLoopbackAllowed: true, want: metadata("100.100.100.200") },
    { resolved: ["127.0.0.1", "::1"], isLoopbackAllowed: true, want: undefined },
    { resolved: ["127.8.8.8"], isLoopbackAllowed: false, want: here("127.8.8.8") },
    { resolved: ["0.0.0.0"], isLoopbackAllowed: false, want: here("0.0.0.0") },
    { resolved: ["::1"], isLoopbackAllowed: false, want: here("::1") },
    { resolved: ["::ffff:127.0.0.1"], isLoopbackAllowed: false, want: here("::ffff:127.0.0.1") },
  ];
  for (const { want, ...options } of cases) {
    it(`${options.resolved.join(", ")}${options.isLoopbackAllowed ? " beside a loopback server" : ""}`, () => assert.equal(explainRefusedAddress(options), want));
  }
});

describe("guardRemote", () => {
  const urls: readonly { readonly url: string; readonly refused: boolean }[] = [
    { url: "http://169.254.169.254/latest/meta-data", refused: true },
    { url: "http://2852039166/latest", refused: true },
    { url: "http://0x7f.1/x.git", refused: true },
    { url: "https://user:password@[::1]:8443/x.git", refused: true },
    { url: "git@127.0.0.1:team/x.git", refused: true },
    { url: "git@evil.example@127.0.0.1:team/x.git", refused: true },
    { url: "localhost:team/x.git", refused: true },
    { url: "ssh://git@127.0.0.1:22/x.git", refused: true },
    { url: "http://localhost/x.git", refused: true },
    { url: "file:///srv/git/x.git", refused: true },
    { url: "https://93.184.216.34/x.git", refused: false },
    { url: "https://no-such-host.invalid/x.git", refused: false },
    { url: "no-such-host.invalid:team/x.git", refused: false },
  ];
  for (const { url, refused } of urls) {
    it(`${refused ? "refuses" : "lets pass"} ${url}`, async () => {
      const guarded = guardRemote(url, { isLoopbackAllowed: false });
      if (refused) await assert.rejects(guarded, (error) => isSillageError(error, "forbidden") && error.reason === "AddressRefused");
      else await guarded;
    });
  }
});
