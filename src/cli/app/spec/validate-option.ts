import { Option } from "commander";
import { parseTruth } from "../../flags.ts";

/** Whether the server looks at what an application refers to before it is written. */
export function validateOption(): Option {
  return new Option("--validate [bool]", "look whether repository, path and cluster are there").argParser(parseTruth).default(true).preset("true");
}
