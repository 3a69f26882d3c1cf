/**
 * The body of a watch: what is pushed is read as one chunk per turn. A reader that falls too far behind is cut off, and resumes with a new watch.
 */
export class FrameStream implements AsyncIterable<Uint8Array> {
  readonly #maxPending: number;
  readonly #onClose: () => void;
  #pending: string[] = [];
  #size = 0;
  #closed = false;
  #wake: (() => void) | undefined;

  /** `maxPending` is in characters; `onClose` is called once, however the stream ends. */
  constructor(options: { readonly maxPending: number; readonly onClose: () => void }) {
    this.#maxPending = options.maxPending;
    this.#onClose = options.onClose;
  }

  push(frame: string): void {
    if (this.#closed) return;
    this.#pending.push(frame);
    this.#size += frame.length;
    if (this.#size > this.#maxPending) {
      this.#pending = [];
      this.close();
    }
    this.#wake?.();
  }

  /** What is pending is still read. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#onClose();
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, void> {
    try {
      for (;;) {
        if (this.#pending.length > 0) yield this.#take();
        else if (this.#closed) return;
        else await this.#arrival();
      }
    } finally {
      this.close();
    }
  }

  #take(): Uint8Array {
    const text = this.#pending.join("");
    this.#pending = [];
    this.#size = 0;
    return Buffer.from(text);
  }

  #arrival(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#wake = undefined;
        resolve();
      };
    });
  }
}
