/**
 * The URL as the routes know it. Where everything is served below a path, the rest leads nowhere, but for the health checks, which load balancers and
 * Kubernetes ask for at either place.
 */
export function stripBasePath(url: string, basePath: string): string {
  if (basePath === "" || /^\/(healthz|readyz)(\?|$)/.test(url)) return url;
  if (!url.startsWith(basePath)) return "/-/outside";
  const rest = url.slice(basePath.length);
  if (rest === "" || rest.startsWith("?")) return `/${rest}`;
  return rest.startsWith("/") ? rest : "/-/outside";
}
