import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { describe, it, test } from "node:test";
import { runCli } from "../../test/support/run-cli.ts";
import { makeTempFolder } from "../../test/support/temp-folder.ts";

/** How each shell is asked for the completions of a command line whose last word is being typed. */
const shells = {
  bash: (words: readonly string[]) => `COMP_WORDS=(${words.map(quote).join(" ")}); COMP_CWORD=${words.length - 1}; _sillage; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words: readonly string[]) => `words=(${words.map(quote).join(" ")}); CURRENT=${words.length}; _sillage; true`,
  fish: (words: readonly string[]) => `complete -C ${quote(words.join(" "))}`,
} as const;

/** Stands in for a program that knows a server. */
const servers = {
  bash: "sillage() { printf '%s\\n' web web-staging team/api; }\n",
  zsh: "sillage() { printf '%s\\n' web web-staging team/api; }\n",
  fish: "function sillage; printf '%s\\n' web web-staging team/api; end\n",
} as const;

/** Stands in for what exists only while zsh completes. */
const zshPrelude = 'compdef() { :; }; compadd() { shift; for word; do [[ "$word" == "${words[CURRENT]}"* ]] && print -r -- "$word"; done }\n';

const cases = [
  { line: ["sillage", "re"], want: ["relogin", "render", "repo", "repocreds"] },
  { line: ["sillage", "app", "w"], want: ["wait"] },
  { line: ["sillage", "app", "li"], want: ["list"] },
  { line: ["sillage", "repo", "l"], want: ["list", "ls"] },
  { line: ["sillage", "repo", "list", "--o"], want: ["--output"] },
  { line: ["sillage", "app", "ls", "--sel"], want: ["--selector"] },
  { line: ["sillage", "app", "sync", "web", "--pru"], want: ["--prune"] },
  { line: ["sillage", "proj", "get", "web", "-o", ""], want: ["json", "name", "wide", "yaml"] },
  { line: ["sillage", "proj", "get", "web", "--output", "j"], want: ["json"] },
  { line: ["sillage", "proj", "role", "add-"], want: ["add-group", "add-policy"] },
  { line: ["sillage", "app", "get", "-o", "json", "--hard"], want: ["--hard-refresh"] },
  { line: ["sillage", "--server", "http://a", "app", "roll"], want: ["rollback"] },
  { line: ["sillage", "completion", "f"], want: ["fish"] },
  { line: ["sillage", "app", "sync", "nosuch"], want: [] },
  { line: ["sillage", "app", "sync", "we"], want: ["web", "web-staging"] },
  { line: ["sillage", "app", "wait", "web", "team/"], want: ["team/api"] },
  { line: ["sillage", "app", "create", "we"], want: [] },
  { line: ["sillage", "app", "get", "web", "--out"], want: ["--output"] },
  { line: ["sillage", "app", "complete"], want: [] },
];

for (const shell of ["bash", "zsh", "fish"] as const) {
  const isMissing = spawnSync(shell, ["-c", "exit 0"]).error !== undefined;
  describe(`Completion in ${shell}`, { skip: isMissing ? `${shell} is not installed` : false, timeout: 30_000 }, () => {
    for (const { line, want } of cases) {
      it(`of "${line.join(" ")}"`, async () => {
        const { stdout: script } = await runCli(["completion", shell]);
        const program = `${shell === "zsh" ? zshPrelude : ""}${servers[shell]}${script}${shells[shell](line)}\n`;
        const offered = execFileSync(shell, ["-c", program], { encoding: "utf8", timeout: 10_000, cwd: makeTempFolder() });
        const words = offered
          .split("\n")
          .map((word) => word.split("\t", 1)[0] ?? "")
          .filter((word) => word !== "");
        assert.deepEqual(words.toSorted(), want);
      });
    }
  });
}

test("completion refuses other shells", async () => {
  const { stderr, exitCode } = await runCli(["completion", "csh"]);
  assert.deepEqual([stderr.split("\n")[0], exitCode], ["error: command-argument value 'csh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.", 1]);
});

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
