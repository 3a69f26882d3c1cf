import assert from "node:assert/strict";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, it } from "node:test";
import { isSillageError, type ErrorCode } from "../errors/index.ts";
import { createHttp, type Http } from "./http.ts";

const signal = AbortSignal.timeout(20_000);

/** Runs against a server that answers so. */
async function withAnswer<T>(listener: RequestListener, use: (http: Http, url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    return await use(createHttp({ server: `${url}/`, token: "t" }), url);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

async function collect(http: Http): Promise<readonly unknown[]> {
  const lines: unknown[] = [];
  for await (const line of http.lines("/stream", { signal })) lines.push(line);
  return lines;
}

describe("The client's HTTP", { timeout: 20_000 }, () => {
  it("sends token, type, query and body", async () => {
    const seen: unknown[] = [];
    const listener: RequestListener = (request, response) => {
      const { method, url, headers } = request;
      let body = "";
      request.on("data", (chunk: Buffer) => (body += String(chunk)));
      request.on("end", () => {
        seen.push([method, url, headers.authorization, headers["content-type"], body]);
        response.end("{}");
      });
    };
    await withAnswer(listener, async (http) => {
      await http.json("GET", "/a", { signal });
      await http.json("POST", "/b", {
        signal,
        query: [
          ["p", "x y"],
          ["p", "ü&="],
        ],
        body: { c: 1 },
      });
      await http.json("DELETE", "/d", { signal });
    });
    assert.deepEqual(seen, [
      ["GET", "/a", "Bearer t", undefined, ""],
      ["POST", "/b?p=x%20y&p=%C3%BC%26%3D", "Bearer t", "application/json", '{"c":1}'],
      ["DELETE", "/d", "Bearer t", "application/json", ""],
    ]);
  });

  const failures: readonly { status: number; body: string; code: ErrorCode; message: string }[] = [
    { status: 404, body: '{"message":"No such thing"}', code: "notFound", message: "No such thing" },
    { status: 409, body: '{"error":"x"}', code: "conflict", message: 'The server answered 409: {"error":"x"}' },
    { status: 413, body: '{"message":"Too large"}', code: "invalid", message: "Too large" },
    { status: 422, body: "", code: "invalid", message: "The server answered 422: " },
    { status: 502, body: "<html>bad gateway</html>", code: "internal", message: "The server answered 502: <html>bad gateway</html>" },
    { status: 503, body: '{"message":"The server is stopping"}', code: "unavailable", message: "The server is stopping" },
    { status: 200, body: "<html>", code: "unavailable", message: "The server did not answer JSON: is it Sillage" },
  ];
  for (const { status, body, code, message } of failures) {
    it(`turns ${status} ${body} into ${code}`, () =>
      withAnswer(
        (_request, response) => response.writeHead(status).end(body),
        (http) =>
          assert.rejects(http.json("GET", "/", { signal }), (error) => {
            assert.ok(isSillageError(error));
            assert.deepEqual([error.code, error.message], [code, message]);
            return true;
          }),
      ));
  }

  it("reads lines however they are cut", async () => {
    const bytes = Buffer.from('{"a":"ü"}\n\n{"b":2}\n');
    const listener: RequestListener = (_request, response) => {
      const sendFrom = (index: number): void => {
        if (index === bytes.length) response.end();
        else response.write(bytes.subarray(index, index + 1), () => setImmediate(sendFrom, index + 1));
      };
      sendFrom(0);
    };
    assert.deepEqual(await withAnswer(listener, collect), [{ a: "ü" }, { b: 2 }]);
  });

  it("says when the connection breaks in the middle", () =>
    withAnswer(
      (_request, response) => response.write('{"a":1}\n', () => response.destroy()),
      (http, url) => assert.rejects(collect(http), (error) => isSillageError(error, "unavailable") && error.message === `Lost the connection to Sillage at "${url}"`),
    ));

  it("throws the reason of an abort", async () => {
    const stop = new AbortController();
    const reason = new Error("enough");
    await withAnswer(
      () => stop.abort(reason),
      (http) => assert.rejects(http.json("GET", "/", { signal: stop.signal }), (error) => error === reason),
    );
  });

  it("refuses what is no URL", () => {
    assert.throws(
      () => createHttp({ server: "http://a b", token: "t" }),
      (error) => isSillageError(error, "invalid") && error.message === '"http://a b" is not the address of a server, such as cd.example.com or http://127.0.0.1:8080',
    );
  });
});
