import { deepEqual } from "node:assert/strict";
import { describe, test } from "node:test";
import { buildProject } from "../../../test/builders/project.ts";
import type { AppProjectSpec } from "./app-project.ts";
import { validateProject } from "./validate-project.ts";

const window = { kind: "deny", schedule: "0 22 * * *", duration: "1h", applications: ["*"] };
const named = 'deny window "0 22 * * *" for 1h (UTC)';

describe("validateProject", () => {
  const cases: { name: string; spec: AppProjectSpec; want: string[] }[] = [
    { name: "an empty project", spec: {}, want: [] },
    {
      name: "a sound project",
      spec: {
        sourceRepos: ["*", "!https://x/secret"],
        destinations: [{ server: "*", namespace: "!kube-system" }],
        syncWindows: [window, { ...window, kind: "allow" }],
        destinationServiceAccounts: [{ server: "*", namespace: "shop-*", defaultServiceAccount: "ops:deployer" }],
      },
      want: [],
    },
    { name: "a repeated repository", spec: { sourceRepos: ["a", "b", "a"] }, want: ["invalidArgument: source repository 'a' already added"] },
    { name: "a denial of every repository", spec: { sourceRepos: ["!*"] }, want: ["invalidArgument: source repository has an invalid format, '!*'"] },
    {
      name: "a repeated destination, by server and by name",
      spec: {
        destinations: [
          { server: "https://a", namespace: "x" },
          { server: "https://a", name: "a", namespace: "x" },
          { name: "b", namespace: "x" },
          { name: "b", namespace: "x" },
        ],
      },
      want: ["invalidArgument: destination 'https://a/x' already added", "invalidArgument: destination 'b/x' already added"],
    },
    {
      name: "denials of every destination",
      spec: {
        destinations: [
          { server: "!*", namespace: "x" },
          { name: "!*", namespace: "!*" },
        ],
      },
      want: ["invalidArgument: server has an invalid format, '!*'", "invalidArgument: name has an invalid format, '!*'", "invalidArgument: namespace has an invalid format, '!*'"],
    },
    { name: "a repeated source namespace", spec: { sourceNamespaces: ["a", "a"] }, want: ["invalidArgument: source namespace 'a' already added"] },
    {
      name: "long descriptions",
      spec: { description: "x".repeat(256), roles: [{ name: "ci", description: "x".repeat(256) }] },
      want: [
        "invalidArgument: spec.description is 256 characters long, at most 255 are allowed",
        "invalidArgument: description of role 'ci' is 256 characters long, at most 255 are allowed",
      ],
    },
    { name: "a repeated window", spec: { syncWindows: [window, { ...window, manualSync: true }] }, want: [`alreadyExists: ${named} already exists, update or edit it`] },
    { name: "a window for nobody", spec: { syncWindows: [{ ...window, applications: [] }] }, want: [`outOfRange: ${named} requires one of applications, clusters and namespaces`] },
    {
      name: "windows that make no sense",
      spec: {
        syncWindows: [
          { ...window, kind: "maybe" },
          { ...window, duration: "3600" },
          { ...window, schedule: "0 25 * * *" },
        ],
      },
      want: [
        'invalidArgument: maybe window "0 22 * * *" for 1h (UTC): kind "maybe" must be allow or deny',
        'invalidArgument: deny window "0 22 * * *" for 3600 (UTC): duration "3600" must be a duration such as 30m or 1h',
        'invalidArgument: deny window "0 25 * * *" for 1h (UTC): "25" is no hour: it takes 0 to 23, ranges, lists and steps',
      ],
    },
    {
      name: "service accounts",
      spec: {
        destinationServiceAccounts: [
          { server: "*", namespace: "a", defaultServiceAccount: "x" },
          { server: "*", namespace: "a", defaultServiceAccount: "y*" },
          { server: "!prod", namespace: "a", defaultServiceAccount: "y" },
        ],
      },
      want: [
        "invalidArgument: destination service account of '*/a' already added",
        "invalidArgument: destination service account of '*/a': 'y*' is no name of a service account",
        "invalidArgument: destination service account of '!prod/a': denials have no meaning here",
      ],
    },
  ];
  for (const { name, spec, want } of cases) {
    test(name, () =>
      deepEqual(
        validateProject(buildProject(spec)).map(({ code, message }) => `${code}: ${message}`),
        want,
      ),
    );
  }
});
