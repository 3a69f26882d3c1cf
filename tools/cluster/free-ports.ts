import { createServer, type Server } from "node:net";
import { SillageError } from "../../src/errors/index.ts";

/** A free loopback port under each name, all different. Somebody else may take one before it is used; who needs certainty binds port 0. */
export async function freePorts<Name extends string>(names: readonly Name[]): Promise<Record<Name, number>>;
export async function freePorts(names: readonly string[]): Promise<Record<string, number>> {
  const servers = await Promise.all(names.map(() => listen()));
  const ports = Object.fromEntries(names.map((name, index) => [name, portOf(servers[index])]));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function listen(): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => resolve(server));
  });
}

function portOf(server: Server | undefined): number {
  const address = server?.address();
  if (typeof address !== "object" || address === null) throw new SillageError("internal", "A listening server has no address");
  return address.port;
}
