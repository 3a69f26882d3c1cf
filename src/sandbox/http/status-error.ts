import { type SillageError, httpStatusOf, toSillageError } from "../../errors/index.ts";

export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** Which objects a message is about: `group` and the plural, or the kind where the real server names the kind. */
export interface Subject {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
}

interface StatusFields {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: StatusDetails | undefined;
  readonly continueToken?: string;
}

/** The answer of a refused request, as the API's `Status` object. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;
  /** How a client may go on with a list that cannot be continued as it began. */
  readonly continueToken: string | undefined;

  constructor(status: StatusFields) {
    super(status.message);
    this.name = "StatusError";
    this.code = status.code;
    this.reason = status.reason;
    this.details = status.details;
    this.continueToken = status.continueToken;
  }
}

export function notFound(subject: Subject, name: string): StatusError {
  return new StatusError({ code: 404, reason: "NotFound", message: `${qualify(subject)} "${name}" not found`, details: detailsOf(subject, name) });
}

export function pathNotFound(): StatusError {
  return new StatusError({ code: 404, reason: "NotFound", message: "the server could not find the requested resource", details: {} });
}

export function alreadyExists(subject: Subject, name: string): StatusError {
  return new StatusError({ code: 409, reason: "AlreadyExists", message: `${qualify(subject)} "${name}" already exists`, details: detailsOf(subject, name) });
}

export function conflict(subject: Subject, options: { readonly name: string; readonly why: string; readonly causes?: readonly StatusCause[] }): StatusError {
  const { name, why, causes } = options;
  return new StatusError({
    code: 409,
    reason: "Conflict",
    message: `Operation cannot be fulfilled on ${qualify(subject)} "${name}": ${why}`,
    details: { ...detailsOf(subject, name), ...(causes === undefined ? {} : { causes }) },
  });
}

export function forbidden(subject: Subject, options: { readonly name: string; readonly why: string; readonly causes?: readonly StatusCause[] }): StatusError {
  const { name, why, causes } = options;
  const what = name === "" ? `${qualify(subject)} is forbidden` : `${qualify(subject)} "${name}" is forbidden`;
  return new StatusError({
    code: 403,
    reason: "Forbidden",
    message: `${what}: ${why}`,
    details: { ...detailsOf(subject, name), ...(causes === undefined ? {} : { causes }) },
  });
}

/** 422 with one cause per field; the message lists them as the real server does. */
export function invalid(subject: Subject, name: string, causes: readonly StatusCause[]): StatusError {
  const lines = [...new Set(causes.map((cause) => (cause.field === undefined || cause.field === "" ? cause.message : `${cause.field}: ${cause.message}`)))];
  const list = lines.length === 1 ? lines[0] : `[${lines.join(", ")}]`;
  const kind = subject.group === "" ? subject.kind : `${subject.kind}.${subject.group}`;
  const details = { ...(name === "" ? {} : { name }), ...(subject.group === "" ? {} : { group: subject.group }), ...(subject.kind === "" ? {} : { kind: subject.kind }), causes };
  const message = kind === "" && name === "" ? `The request is invalid: ${list}` : `${kind} "${name}" is invalid: ${list}`;
  return new StatusError({ code: 422, reason: "Invalid", message, details });
}

export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: "BadRequest", message });
}

export function expired(message: string, continueToken?: string): StatusError {
  return new StatusError({ code: 410, reason: "Expired", message, ...(continueToken === undefined ? {} : { continueToken }) });
}

export function methodNotAllowed(verb: string): StatusError {
  return new StatusError({
    code: 405,
    reason: "MethodNotAllowed",
    message: `the server does not allow this method on the requested resource`,
    details: { causes: [{ reason: "UnexpectedServerResponse", message: verb }] },
  });
}

export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  return new StatusError({
    code: 415,
    reason: "UnsupportedMediaType",
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(", ")}`,
  });
}

/** The `Status` object of any failure; what is not ours becomes a 500 that names the cause. */
export function formatStatus(error: unknown): { readonly code: number; readonly body: Readonly<Record<string, unknown>> } {
  const failure = error instanceof StatusError ? error : fromSillageError(toSillageError(error));
  const { code, reason, message, details, continueToken } = failure;
  return {
    code,
    body: {
      kind: "Status",
      apiVersion: "v1",
      metadata: continueToken === undefined ? {} : { continue: continueToken },
      status: "Failure",
      message,
      ...(reason === "" ? {} : { reason }),
      ...(details === undefined ? {} : { details }),
      code,
    },
  };
}

/** `deployments.apps`, or `pods` in the core group. */
function qualify(subject: Subject): string {
  return subject.group === "" ? subject.plural : `${subject.plural}.${subject.group}`;
}

function detailsOf(subject: Subject, name: string): StatusDetails {
  return { ...(name === "" ? {} : { name }), ...(subject.group === "" ? {} : { group: subject.group }), kind: subject.plural };
}

function fromSillageError(error: SillageError): StatusError {
  const reasons: Readonly<Record<string, string>> = { invalid: "BadRequest", unavailable: "ServiceUnavailable", deadline: "Timeout", conflict: "Conflict", notFound: "NotFound" };
  return new StatusError({ code: httpStatusOf(error.code), reason: error.reason ?? reasons[error.code] ?? "InternalError", message: error.message });
}
