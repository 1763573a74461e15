/** A store that speaks S3, made from Amazon's reference: it checks every signature, and fails when it is told to. */
import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { S3Place } from "#platform/config/values.ts";

type Upload = { readonly name: string; readonly parts: Map<number, Buffer> };

export type TestBucket = AsyncDisposable & {
  readonly place: S3Place;
  readonly objects: Map<string, Buffer>;
  readonly uploads: Map<string, Upload>;
  /** What was asked, `PUT name?partNumber=1`. */
  readonly asked: string[];
  /** Answers instead of the store where it wants to: true when it did. */
  trouble: (asked: string, response: ServerResponse) => boolean;
};

const KEY_ID = "AKIAKENARI";
const SECRET = "rahsia/kedai+kenari";
const BUCKET = "sandaran";
const REGION = "my-central-1";
/** So few on a page that lists have several. */
const PAGE = 2;

type Call = {
  readonly method: string;
  readonly name: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  readonly body: Buffer;
};
type Reply = { status: number; body?: string | Buffer; headers?: Record<string, string> };

export async function testBucket(): Promise<TestBucket> {
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const bucket: TestBucket = {
    place: {
      endpoint: `http://127.0.0.1:${port}`,
      bucket: BUCKET,
      region: REGION,
      keyId: KEY_ID,
      secret: SECRET,
    },
    objects: new Map(),
    uploads: new Map(),
    asked: [],
    trouble: () => false,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const url = new URL(request.url ?? "/", "http://store");
    const [, named, ...rest] = url.pathname.split("/");
    const name = rest.join("/");
    const method = request.method ?? "GET";
    const asked = `${method} ${name}${url.search}`;
    bucket.asked.push(asked);
    if (bucket.trouble(asked, response)) return;
    const call: Call = { method, name, query: url.searchParams, headers: request.headers, body };
    const reply = isSigned(request, url, body)
      ? named === BUCKET
        ? replyTo(bucket, call)
        : refused(404, "NoSuchBucket")
      : refused(403, "SignatureDoesNotMatch");
    response.writeHead(reply.status, reply.headers);
    response.end(method === "HEAD" ? undefined : reply.body);
  }
  return bucket;
}

function replyTo(bucket: TestBucket, call: Call): Reply {
  const { method, name, query } = call;
  const upload = bucket.uploads.get(query.get("uploadId") ?? "");
  if (query.has("uploadId") && upload?.name !== name) return refused(404, "NoSuchUpload");
  if (method === "POST" && query.has("uploads")) return begin(bucket, name);
  if (method === "PUT" && upload !== undefined) return keepPart(upload, call);
  if (method === "POST" && upload !== undefined) return complete(bucket, upload, call);
  if (method === "DELETE" && query.has("uploadId")) {
    bucket.uploads.delete(query.get("uploadId") ?? "");
    return { status: 204 };
  }
  if (method === "DELETE") {
    bucket.objects.delete(name);
    return { status: 204 };
  }
  if (method === "PUT") {
    bucket.objects.set(name, call.body);
    return { status: 200, headers: { etag: tagOf(call.body) } };
  }
  if (query.has("uploads")) return listUploads(bucket, query);
  if (query.get("list-type") === "2") return listObjects(bucket, query);
  return read(bucket, call);
}

function begin({ uploads }: TestBucket, name: string): Reply {
  const id = `upload${uploads.size + 1}+/=`;
  uploads.set(id, { name, parts: new Map() });
  return { status: 200, body: `<R><Key>${name}</Key><UploadId>${id}</UploadId></R>` };
}

function keepPart({ parts }: Upload, { query, body }: Call): Reply {
  parts.set(Number(query.get("partNumber")), body);
  return { status: 200, headers: { etag: tagOf(body) } };
}

function complete({ objects, uploads }: TestBucket, { name, parts }: Upload, call: Call): Reply {
  const told = [
    ...call.body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>([^<]+)<\/ETag>/g),
  ];
  const all = told.map(([, number, tag]) => ({ bytes: parts.get(Number(number)), tag }));
  if (all.some(({ bytes, tag }) => bytes === undefined || tagOf(bytes) !== tag))
    return refused(400, "InvalidPart");
  const isShort = all.slice(0, -1).some(({ bytes }) => (bytes?.length ?? 0) < 5 * 1024 * 1024);
  if (isShort) return refused(400, "EntityTooSmall");
  objects.set(name, Buffer.concat(all.map(({ bytes }) => bytes ?? Buffer.alloc(0))));
  uploads.delete(call.query.get("uploadId") ?? "");
  return { status: 200, body: "<CompleteMultipartUploadResult></CompleteMultipartUploadResult>" };
}

function listObjects({ objects }: TestBucket, query: URLSearchParams): Reply {
  const after = query.get("continuation-token") ?? "";
  const names = [...objects.keys()]
    .filter((name) => name.startsWith(query.get("prefix") ?? "") && name > after)
    .toSorted((a, b) => (a < b ? -1 : 1));
  return {
    status: 200,
    body: pageOf(
      names,
      "NextContinuationToken",
      (name) => `<Contents><Key>${name}</Key></Contents>`,
    ),
  };
}

function listUploads({ uploads }: TestBucket, query: URLSearchParams): Reply {
  const after = query.get("key-marker") ?? "";
  const found = [...uploads]
    .filter(([, { name }]) => name.startsWith(query.get("prefix") ?? "") && name > after)
    .toSorted(([, a], [, b]) => (a.name < b.name ? -1 : 1));
  const ids = new Map(found.map(([id, { name }]) => [name, id]));
  return {
    status: 200,
    body: pageOf(
      [...ids.keys()],
      "NextKeyMarker",
      (name) => `<Upload><Key>${name}</Key><UploadId>${ids.get(name)}</UploadId></Upload>`,
    ),
  };
}

function pageOf(names: readonly string[], next: string, shown: (name: string) => string): string {
  const page = names.slice(0, PAGE);
  const isMore = names.length > PAGE;
  return `<R><IsTruncated>${isMore}</IsTruncated>${page.map(shown).join("")}${
    isMore ? `<${next}>${page.at(-1)}</${next}>` : ""
  }</R>`;
}

function read({ objects }: TestBucket, { name, headers }: Call): Reply {
  const bytes = objects.get(name);
  if (bytes === undefined) return refused(404, "NoSuchKey");
  const from = Number(/^bytes=(\d+)-$/.exec(headers.range ?? "")?.[1] ?? 0);
  const wanted = headers["if-match"];
  if (wanted !== undefined && wanted !== tagOf(bytes)) return refused(412, "PreconditionFailed");
  return {
    status: from > 0 ? 206 : 200,
    headers: { etag: tagOf(bytes), "content-length": String(bytes.length - from) },
    body: bytes.subarray(from),
  };
}

const refused = (status: number, code: string): Reply => ({
  status,
  body: `<Error><Code>${code}</Code></Error>`,
});

const tagOf = (bytes: Buffer): string => `"${createHash("md5").update(bytes).digest("hex")}"`;

/** Signature version 4 as Amazon describes it, worked out anew from what came over the line. */
function isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
  const [, day = "", signed = "", signature = ""] =
    new RegExp(
      `^AWS4-HMAC-SHA256 Credential=${KEY_ID}/(\\d{8})/${REGION}/s3/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$`,
    ).exec(request.headers.authorization ?? "") ?? [];
  const hash = createHash("sha256").update(body).digest("hex");
  if (request.headers["x-amz-content-sha256"] !== hash) return false;
  const query = [...url.searchParams]
    .map(([key, value]) => `${escaped(key)}=${escaped(value)}`)
    .toSorted((a, b) => (a < b ? -1 : 1))
    .join("&");
  const headers = signed.split(";").map((name) => `${name}:${request.headers[name]}\n`);
  const canonical = [request.method, url.pathname, query, headers.join(""), signed, hash].join(
    "\n",
  );
  const at = String(request.headers["x-amz-date"]);
  const told = [
    "AWS4-HMAC-SHA256",
    at,
    `${day}/${REGION}/s3/aws4_request`,
    createHash("sha256").update(canonical).digest("hex"),
  ].join("\n");
  const mac = (key: string | Buffer, text: string) =>
    createHmac("sha256", key).update(text).digest();
  const key = mac(mac(mac(mac(`AWS4${SECRET}`, day), REGION), "s3"), "aws4_request");
  return at.startsWith(day) && mac(key, told).toString("hex") === signature;
}

const escaped = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
