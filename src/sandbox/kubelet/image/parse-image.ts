/** An image reference, taken apart. */
export interface ImageReference {
  readonly host: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string | undefined;
}

const pattern =
  /^(?:(?<host>(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*(?::\d+)?)\/)?(?<path>[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[a-f0-9]{64}))?$/;

/** `undefined` when no registry could have an image of this name. Without a host it is Docker Hub's, without a tag `latest`. */
export function parseImage(image: string): ImageReference | undefined {
  const { host, path, tag, digest } = pattern.exec(image)?.groups ?? {};
  if (path === undefined) return undefined;
  const isHost = host !== undefined && (host.includes(".") || host.includes(":") || host === "localhost");
  const full = host === undefined || isHost ? path : `${host}/${path}`;
  if (host !== undefined && !isHost && host !== host.toLowerCase()) return undefined;
  const hub = !isHost;
  return { host: hub ? "docker.io" : host, repository: hub && !full.includes("/") ? `library/${full}` : full, tag: tag ?? (digest === undefined ? "latest" : ""), digest };
}
