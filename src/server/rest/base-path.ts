/**
 * The URL as the routes know it. Where everything is served below a path, the rest leads nowhere, but for the health check, which a load balancer asks for
 * at either place.
 */
export function stripBasePath(url: string, basePath: string): string {
  if (basePath === "" || url === "/healthz") return url;
  if (!url.startsWith(basePath)) return "/-/outside";
  const rest = url.slice(basePath.length);
  if (rest === "" || rest.startsWith("?")) return `/${rest}`;
  return rest.startsWith("/") ? rest : "/-/outside";
}
