export interface RefreshFlags {
  readonly refresh?: true;
  readonly hardRefresh?: true;
}

/** What the flags ask the server for. */
export function refreshOf({ refresh, hardRefresh }: RefreshFlags): { readonly refresh?: "normal" | "hard" } {
  if (hardRefresh === true) return { refresh: "hard" };
  return refresh === true ? { refresh: "normal" } : {};
}
