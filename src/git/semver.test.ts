import assert from "node:assert/strict";
import { test } from "node:test";
import { parseConstraint, parseVersion } from "./semver.ts";

const versions = ["0.1.0", "0.1.5", "0.2.0", "v1.0.0", "1.2.0", "1.2.9", "1.3.0-rc.1", "1.3.0", "2.0.0"];

const cases: readonly { readonly constraint: string; readonly want: readonly string[] | undefined }[] = [
  { constraint: "*", want: ["0.1.0", "0.1.5", "0.2.0", "v1.0.0", "1.2.0", "1.2.9", "1.3.0", "2.0.0"] },
  { constraint: "1.x", want: ["v1.0.0", "1.2.0", "1.2.9", "1.3.0"] },
  { constraint: "1.2.*", want: ["1.2.0", "1.2.9"] },
  { constraint: "~1.2", want: ["1.2.0", "1.2.9"] },
  { constraint: "~1.2.1", want: ["1.2.9"] },
  { constraint: "^1.2", want: ["1.2.0", "1.2.9", "1.3.0"] },
  { constraint: "^0.1.2", want: ["0.1.5"] },
  { constraint: ">=1.2.0 <2.0.0", want: ["1.2.0", "1.2.9", "1.3.0"] },
  { constraint: ">=1.3.0-0", want: ["1.3.0-rc.1", "1.3.0", "2.0.0"] },
  { constraint: "0.1.0 || >1", want: ["0.1.0", "2.0.0"] },
  { constraint: "1.2.0 - 1.3", want: ["1.2.0", "1.2.9", "1.3.0"] },
  { constraint: "!=1.2.0, 1.2", want: ["1.2.9"] },
  { constraint: "main", want: undefined },
  { constraint: "feature/1.2", want: undefined },
  { constraint: "", want: undefined },
];

for (const { constraint, want } of cases) {
  test(`constraint "${constraint}"`, () => {
    const allows = parseConstraint(constraint);
    const got = versions.filter((text) => {
      const version = parseVersion(text);
      return version !== undefined && allows?.(version);
    });
    assert.deepEqual(allows === undefined ? undefined : got, want);
  });
}
