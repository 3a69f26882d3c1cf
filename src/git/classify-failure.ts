import { type ErrorCode, SillageError } from "../errors/index.ts";
import { maskUrl } from "./repo-url.ts";

interface Rule {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly reason: string;
  readonly sentence: string;
}

/** Git tells failures apart by their text only; this is the one place that reads it (always in English: `LC_ALL=C`). */
const rules: readonly Rule[] = [
  {
    pattern: /Authentication failed|could not read (?:Username|Password)|Permission denied \(|HTTP(?: code)? 401|returned error: 401/,
    code: "unauthenticated",
    reason: "RepositoryAuthenticationFailed",
    sentence: "authentication failed, the credentials are missing or wrong",
  },
  {
    pattern: /returned error: 403|HTTP(?: code)? 403/,
    code: "forbidden",
    reason: "RepositoryForbidden",
    sentence: "the credentials do not allow reading it",
  },
  {
    pattern: /Host key verification failed/,
    code: "unauthenticated",
    reason: "UnknownHostKey",
    sentence: "the SSH host key of the server is not among the known hosts",
  },
  {
    pattern: /[Rr]epository .*not found|does not appear to be a git repository|does not exist|returned error: 404|no such repository/,
    code: "notFound",
    reason: "RepositoryNotFound",
    sentence: "it does not exist, or these credentials cannot see it",
  },
  {
    pattern: /Could not resolve host|Connection refused|Failed to connect|[Tt]imed out|Connection reset|unreachable|early EOF|returned error: 5\d\d/,
    code: "unavailable",
    reason: "RepositoryUnreachable",
    sentence: "the server cannot be reached",
  },
  {
    pattern: /SSL certificate|certificate verif|self.signed certificate/,
    code: "unavailable",
    reason: "UntrustedCertificate",
    sentence: "the TLS certificate of the server is not trusted",
  },
];

/** The error for what Git wrote when it could not talk to a remote. */
export function classifyFailure(url: string, stderr: string): SillageError {
  const rule = rules.find(({ pattern }) => pattern.test(stderr));
  const detail = stderr
    .split("\n")
    .map((line) => maskUrl(line.replace(/^(?:fatal|error|remote): /, "").trim()))
    .find((line) => line !== "" && !line.startsWith("hint:"));
  const sentence = rule?.sentence ?? "Git failed";
  const message = `Cannot read repository "${url}": ${sentence}${detail === undefined ? "" : ` (${detail})`}`;
  return new SillageError(rule?.code ?? "unavailable", message, { reason: rule?.reason ?? "RepositoryUnreachable" });
}
