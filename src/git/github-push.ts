import { createHmac, timingSafeEqual } from "node:crypto";
import { SillageError } from "../errors/index.ts";
import { getList, getString } from "../kube/index.ts";

/** What a push webhook says. */
export interface PushEvent {
  /** The repository by all the URLs it was called in the event. */
  readonly repoUrls: readonly string[];
  /** Full name: `refs/heads/main`. */
  readonly ref: string;
  /** Commit ids; all zeros when the ref was created or deleted. */
  readonly before: string;
  readonly after: string;
  /** Paths added, changed or removed by the commits the event lists. */
  readonly changedFiles: readonly string[];
}

export interface WebhookRequest {
  /** Names in lower case, as Node gives them. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/**
 * Parses a GitHub webhook. Gives undefined for events other than a push. With a secret, throws `unauthenticated` unless the signature is right;
 * throws `invalid` for a body that is no push event.
 */
export function parseGithubPush(request: WebhookRequest, secret: string | undefined): PushEvent | undefined {
  if (secret !== undefined && secret !== "" && !isSigned(request, secret)) {
    throw new SillageError("unauthenticated", "The signature of the webhook does not fit the secret", { reason: "WebhookSignatureMismatch" });
  }
  if (request.headers["x-github-event"] !== "push") return undefined;
  const payload = parsePayload(request);
  const repoUrls = ["clone_url", "html_url", "ssh_url", "git_url"].flatMap((field) => getString(payload, "repository", field) ?? []);
  const ref = getString(payload, "ref");
  if (ref === undefined || repoUrls.length === 0) throw new SillageError("invalid", "The webhook is not a push event: it has no ref or no repository URL");
  const files = getList(payload, "commits").flatMap((commit) => ["added", "modified", "removed"].flatMap((field) => getList(commit, field)));
  return {
    repoUrls,
    ref,
    before: getString(payload, "before") ?? "",
    after: getString(payload, "after") ?? "",
    changedFiles: [...new Set(files.filter((file) => typeof file === "string"))],
  };
}

function isSigned({ headers, body }: WebhookRequest, secret: string): boolean {
  const given = headers["x-hub-signature-256"];
  if (typeof given !== "string") return false;
  const want = Buffer.from(`sha256=${createHmac("sha256", secret).update(body).digest("hex")}`);
  const got = Buffer.from(given);
  return got.length === want.length && timingSafeEqual(got, want);
}

/** GitHub sends JSON, bare or in the field `payload` of a form. */
function parsePayload({ headers, body }: WebhookRequest): unknown {
  const text = body.toString("utf8");
  const isForm = String(headers["content-type"]).startsWith("application/x-www-form-urlencoded");
  try {
    return JSON.parse(isForm ? (new URLSearchParams(text).get("payload") ?? "") : text);
  } catch (cause) {
    throw new SillageError("invalid", "The body of the webhook is not JSON", { cause });
  }
}
