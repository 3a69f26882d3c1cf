import type { Change } from "./stored-object.ts";

/** The latest changes of one resource, in order. Changes at or below `compactedRevision` are forgotten. */
export class ChangeLog {
  readonly #capacity: number;
  #changes: Change[] = [];
  #compactedRevision = 0;

  constructor(capacity: number, compactedRevision: number) {
    this.#capacity = capacity;
    this.#compactedRevision = compactedRevision;
  }

  get compactedRevision(): number {
    return this.#compactedRevision;
  }

  /** Trims to the capacity once twice as many are held, so that the cost per change stays constant. */
  append(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length >= this.#capacity * 2) this.#forget(this.#changes.length - this.#capacity);
  }

  /** The changes after the revision, oldest first; `undefined` when some of them are forgotten. */
  since(revision: number): readonly Change[] | undefined {
    if (revision < this.#compactedRevision) return undefined;
    return this.#changes.slice(this.#firstAfter(revision));
  }

  compact(revision: number): void {
    this.#forget(this.#firstAfter(revision));
    this.#compactedRevision = Math.max(this.#compactedRevision, revision);
  }

  #forget(count: number): void {
    const last = this.#changes[count - 1];
    if (last === undefined) return;
    this.#compactedRevision = last.revision;
    this.#changes = this.#changes.slice(count);
  }

  #firstAfter(revision: number): number {
    let low = 0;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#changes[middle]?.revision ?? 0) > revision) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
