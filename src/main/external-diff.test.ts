import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { makeTempFolder } from "../../test/support/temp-folder.ts";
import { showWith } from "./external-diff.ts";

test("a program is given both texts as files", async () => {
  const copies = makeTempFolder();
  await showWith(`cp -t ${copies}`, { name: "system:web", live: "a: 1\n", desired: "a: 2\n" });
  const seen = ["system:web-live.yaml", "system:web.yaml"].map((file) => readFileSync(path.join(copies, file), "utf8"));
  assert.deepEqual(seen, ["a: 1\n", "a: 2\n"]);
});
