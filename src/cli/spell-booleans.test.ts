import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Command, Option } from "commander";
import { spellBooleans } from "./spell-booleans.ts";

const program = new Command("sillage").option("--insecure");
program.command("delete").alias("rm").option("--wait").option("--name <name>").addOption(new Option("--cascade [bool]"));
program.command("unset").option("--name");

const cases: readonly { readonly argv: string; readonly want: string }[] = [
  { argv: "delete web --wait=true", want: "delete web --wait" },
  { argv: "delete web --wait=false", want: "delete web" },
  { argv: "delete web --wait", want: "delete web --wait" },
  { argv: "delete --cascade web", want: "delete --cascade=true web" },
  { argv: "delete --cascade false web", want: "delete --cascade false web" },
  { argv: "rm web --cascade=false", want: "rm web --cascade=false" },
  { argv: "delete web --cascade", want: "delete web --cascade=true" },
  { argv: "delete web --name=true", want: "delete web --name=true" },
  { argv: "unset web --name=true", want: "unset web --name" },
  { argv: "--insecure=false unset web", want: "unset web" },
  { argv: "delete -- --wait=false", want: "delete -- --wait=false" },
  { argv: "delete web --wait=maybe", want: "delete web --wait=maybe" },
];

describe("spellBooleans", () => {
  for (const { argv, want } of cases) it(`${argv} is ${want}`, () => assert.equal(spellBooleans(program, argv.split(" ")).join(" "), want));
});
