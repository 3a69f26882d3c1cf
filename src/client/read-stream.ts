import { SillageError } from "../errors/index.ts";
import { getField, getString, isRecord } from "../kube/index.ts";
import type { Http, HttpCall } from "./http.ts";

/** The items of a stream. Throws when the server ends it with an error. */
export async function* readStream(http: Http, path: string, call: HttpCall): AsyncGenerator {
  for await (const line of http.lines(path, call)) {
    const error = getField(line, "error");
    if (isRecord(error)) throw new SillageError("unavailable", getString(error, "message") ?? "The stream ended with an error");
    yield getField(line, "result");
  }
}
