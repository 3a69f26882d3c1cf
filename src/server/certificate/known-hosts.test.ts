import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { fingerprintOf, parseKnownHosts, removeHostKeys, setHostKeys, type HostKey } from "./known-hosts.ts";

const text = `# trusted by us
github.com ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a comment
github.com ssh-rsa QUFBQQ==

[git.example.com]:2222 ssh-ed25519 QkJCQg==
@revoked bad.example.com ssh-rsa Q0NDQw==
broken
`;
const github: HostKey = { host: "github.com", type: "ssh-ed25519", key: "AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl" };

describe("known_hosts", () => {
  it("is read line by line", () =>
    assert.deepEqual(parseKnownHosts(text), [
      github,
      { host: "github.com", type: "ssh-rsa", key: "QUFBQQ==" },
      { host: "[git.example.com]:2222", type: "ssh-ed25519", key: "QkJCQg==" },
    ]));

  it("shows fingerprints as ssh does", () => assert.equal(fingerprintOf(github), "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU"));

  const changes: readonly { readonly name: string; readonly keys: readonly HostKey[]; readonly want: string }[] = [
    { name: "what is there leaves all as it is", keys: [github], want: text },
    { name: "another key takes the place of the old", keys: [{ ...github, key: "TkVX" }], want: text.replace(/github\.com ssh-ed25519 .*/, "github.com ssh-ed25519 TkVX") },
    { name: "a new one comes last", keys: [{ host: "a", type: "ssh-rsa", key: "TkVX" }], want: `${text}a ssh-rsa TkVX\n` },
  ];
  for (const { name, keys, want } of changes) it(name, () => assert.equal(setHostKeys(text, keys), want));

  it("begins with nothing", () => assert.equal(setHostKeys("", [github]), `github.com ssh-ed25519 ${github.key}\n`));

  it("loses the lines that are meant and no others", () => {
    assert.equal(
      removeHostKeys(text, ({ host }) => host === "github.com"),
      text
        .split("\n")
        .filter((line) => !line.startsWith("github"))
        .join("\n"),
    );
    assert.equal(
      removeHostKeys("a ssh-rsa TkVX\n", () => true),
      "",
    );
  });
});
