import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** One kept-alive HTTP connection that sends requests as bytes made beforehand: measuring must cost little. */
export type Line = {
  /** The status of the answer. One at a time. */
  send(request: Buffer): Promise<number>;
  close(): void;
};

export async function openLine(url: string): Promise<Line> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  const answers = answersOf(socket);
  return {
    send: (bytes) => {
      const status = answers.next();
      socket.write(bytes);
      return status;
    },
    close: () => socket.destroy(),
  };
}

/** The bytes of a POST with everything in it. */
export function requestOf(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Buffer {
  const { host, pathname } = new URL(url);
  const lines = Object.entries({ host, ...headers, "content-length": String(body.length) });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return Buffer.concat([Buffer.from(`POST ${pathname} HTTP/1.1\r\n${head}\r\n`), body]);
}

function answersOf(socket: Socket): { next(): Promise<number> } {
  let waiting: PromiseWithResolvers<number> | null = null;
  let got = "";
  socket.on("data", (part: Buffer) => {
    got += part.toString("latin1");
    const status = wholeAnswer(got);
    if (status === null) return;
    got = "";
    waiting?.resolve(status);
    waiting = null;
  });
  const fail = () => waiting?.reject(new Error("the connection was closed"));
  socket.on("error", fail);
  socket.on("close", fail);
  return {
    next: () => {
      waiting = Promise.withResolvers();
      return waiting.promise;
    },
  };
}

/** Its status once it is all there. */
function wholeAnswer(text: string): number | null {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return null;
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(text)?.[1] ?? 0);
  return text.length >= head + 4 + length ? Number(text.slice(9, 12)) : null;
}
