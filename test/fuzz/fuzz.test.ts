import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { it } from "node:test";
import { buildApplication } from "../builders/application.ts";
import { createMemoryLog } from "../support/memory-log.ts";
import { startApiServer } from "../support/api-server.ts";
import { makeTempFolder } from "../support/temp-folder.ts";
import { ensureSchemathesis } from "./ensure-schemathesis.ts";

const seconds = 30;
/** The same inputs each time, so that red means a change of ours; SILLAGE_FUZZ_SEED looks elsewhere. */
const seed = process.env["SILLAGE_FUZZ_SEED"] ?? "1";
/** It would log itself out; and streams do not end. */
const left = "^SessionService_Delete$|Watch|Logs$";

it("No input that fits the OpenAPI document, or nearly does, makes the server fail", { timeout: 600_000 }, async (t) => {
  const found = await ensureSchemathesis();
  if ("reason" in found) return t.skip(found.reason);
  const log = createMemoryLog();
  const api = await startApiServer({ log });
  try {
    await api.put(buildApplication({ name: "web" }));
    const options = [
      "--phases",
      "coverage,fuzzing",
      "--seed",
      seed,
      "--max-time",
      String(seconds),
      "--max-failures",
      "20",
      "--request-timeout",
      "30",
      "--exclude-operation-id-regex",
      left,
    ];
    const checks = ["--checks", "not_a_server_error,response_schema_conformance,ignored_auth", "--warnings", "off", "--rate-limit", "auto"];
    const fuzzer = spawn(found.program, ["run", `${api.url}/swagger.json`, "--header", `Authorization: Bearer ${api.token}`, ...options, ...checks], {
      cwd: makeTempFolder(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [report, [exitCode]] = await Promise.all([text(fuzzer.stdout), once(fuzzer, "exit")]);
    const failed = log.lines.filter((line) => line.includes("Request failed"));
    assert.deepEqual(failed, []);
    assert.equal(exitCode, 0, report.slice(-6_000));
    assert.equal((await fetch(`${api.url}/healthz`)).status, 200);
    t.diagnostic(report.split("\n").slice(-12).join("\n"));
  } finally {
    await api.close();
  }
});
