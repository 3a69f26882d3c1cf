import type { Transport } from "../../../kube/index.ts";
import type { ApiRequest, ApiResponse, User } from "../api-request.ts";

/** The API without a connection: every request is taken to come from the user. */
export function createInProcessTransport(handle: (request: ApiRequest) => Promise<ApiResponse>, user: User): Transport {
  return {
    async send(request) {
      request.signal.throwIfAborted();
      const { method, path, headers, body = "", signal } = request;
      const answer = await handle({ method, path, headers, body, user, signal });
      return { status: answer.status, headers: answer.headers, body: typeof answer.body === "string" ? once(answer.body) : answer.body };
    },
    async close() {},
  };
}

async function* once(text: string): AsyncGenerator<Uint8Array, void, void> {
  yield Buffer.from(text);
}
