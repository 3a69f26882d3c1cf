import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatAge } from "./age.ts";
import { formatTable } from "./table.ts";

const header = ["NAME", "STATUS", "MESSAGE"];
const rows = [
  ["web", "Synced", "all is well"],
  ["database", "", ""],
];

describe("formatTable", () => {
  it("pads to the widest cell and leaves no spaces at the end", () => {
    assert.equal(formatTable(header, rows), "NAME      STATUS  MESSAGE\nweb       Synced  all is well\ndatabase\n");
  });
  it("gives no room to what decoration adds", () => {
    const decorate = (cell: string): string => (cell === "Synced" ? `<${cell}>` : cell);
    assert.equal(formatTable(header, rows, { decorate }), "NAME      STATUS  MESSAGE\nweb       <Synced>  all is well\ndatabase\n");
  });
  it("cuts the last cell of a line that is too long", () => {
    assert.equal(formatTable(header, rows, { columns: 22 }), "NAME      STATUS  MESS\nweb       Synced  all \ndatabase\n");
  });
});

describe("formatAge", () => {
  const now = Date.parse("2026-01-10T00:00:00Z");
  const ages = [
    { at: undefined, want: "" },
    { at: "no time", want: "" },
    { at: "2026-01-10T00:00:05Z", want: "0s" },
    { at: "2026-01-09T23:59:18Z", want: "42s" },
    { at: "2026-01-09T23:00:01Z", want: "59m" },
    { at: "2026-01-09T01:00:00Z", want: "23h" },
    { at: "2026-01-07T01:00:00Z", want: "2d" },
  ];
  for (const { at, want } of ages) it(`is ${want === "" ? "nothing" : want} for ${at}`, () => assert.equal(formatAge(at, now), want));
});
