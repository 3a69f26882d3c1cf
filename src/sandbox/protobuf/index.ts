/**
 * Bodies in protobuf, as typed clients send them. Promises the JSON value the client would have sent instead. Knows no encoding, no kind outside the
 * built-in ones, and nothing of requests.
 */
export { decodeProtobuf, protobufType } from "./decode-protobuf.ts";
