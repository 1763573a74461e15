import { request } from "node:http";

/**
 * Posts bytes as a store does, over a connection of its own; the status that came back. Without a length where the
 * headers say that the body comes in chunks.
 */
export async function knock(
  url: string,
  body: Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const length = "transfer-encoding" in headers ? {} : { "content-length": body.length };
  const outgoing = request(url, {
    method: "POST",
    agent: false,
    headers: { ...headers, ...length },
  });
  const status = new Promise<number>((resolve, reject) => {
    outgoing.on("response", (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    // What is too large is answered, and closed, before it was all sent: then the answer has come first.
    outgoing.on("error", reject);
  });
  outgoing.end(body);
  return status;
}
