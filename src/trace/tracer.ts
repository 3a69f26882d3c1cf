export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** A piece of work as it begins. Neither name nor attributes may hold a secret. */
export interface SpanStart {
  /** One of few, such as `controller.Refresh`. */
  readonly name: string;
  readonly attributes?: SpanAttributes;
}

export interface Span {
  /** What is known only later. */
  set(attributes: SpanAttributes): void;
}

/** Where work belongs, as plain data: to be kept with a key in a queue, for example. */
export interface SpanLink {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceFlags: number;
}

/** Says how long which part of the work took, and for whose sake it was done. */
export interface Tracer {
  /** Does the work in a span below the one that it is called in. A failure marks the span and passes on. */
  trace<T>(start: SpanStart, work: (span: Span) => Promise<T>): Promise<T>;
  /** The span that this is called in while it goes on. */
  current(): SpanLink | undefined;
  /** Does the work as a part of that span; without one it is a part of nothing. */
  resume<T>(link: SpanLink | undefined, work: () => T): T;
}

const noSpan: Span = { set: () => undefined };

/** Does the work and nothing else. */
export const noTracing: Tracer = {
  trace: (_start, work) => work(noSpan),
  current: () => undefined,
  resume: (_link, work) => work(),
};
