/** Sees what is asked of remotes, for measures and traces. URLs come without credentials. Must not throw, but for what the work throws. */
export interface GitObserver {
  /** Around each request. */
  request<T>(request: { readonly url: string; readonly kind: "fetch" | "ls-remote" }, work: () => Promise<T>): Promise<T>;
  /** Around what an announced push sets going. */
  push<T>(url: string, work: () => Promise<T>): Promise<T>;
}

export const noObserver: GitObserver = { request: (_request, work) => work(), push: (_url, work) => work() };
