import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { AwsV4Signer } from "aws4fetch";
import type { S3Place } from "#platform/config/values.ts";
import { type Kept, type Store, storeName } from "./store.ts";

const MB = 1024 * 1024;
/** A part may be no smaller than 5 MB, and there are no more than 10,000 of them: the later ones are larger. */
const PART_BYTES = 8 * MB;
const LATER_PART_BYTES = 64 * MB;
const LATER_FROM = 1_000;
const TRIES = 4;
const PAUSE_MS = 250;
const ANSWER_MS = 60_000;
const PART_MS = 10 * 60_000;
const PAGE = 1_000;

/** What the store answered, and its own code for it. */
export class StoreProblem extends Error {
  override readonly name = "StoreProblem";
  readonly status: number;
  readonly code: string;
  constructor(what: string, status: number, code: string) {
    super(`the store answered ${status} ${code} to ${what}`);
    this.status = status;
    this.code = code;
  }
}

type Asked = {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  readonly name?: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array<ArrayBuffer>;
  readonly timeoutMs?: number;
};

/**
 * A bucket of any store that speaks S3, by the handful of its verbs that a store needs (path style, signature version 4). What
 * is put flows in parts, so that no more than one is held; a part that fails is sent again, and a file is there whole or not
 * at all.
 */
export function s3Store(place: S3Place): Store {
  async function once({ method, name = "", query = {}, headers = {}, body, timeoutMs }: Asked) {
    const url = new URL(`${place.endpoint}/${place.bucket}${name === "" ? "" : `/${name}`}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.set(key, value);
    const hash = createHash("sha256")
      .update(body ?? "")
      .digest("hex");
    const signed = await new AwsV4Signer({
      method,
      url: url.href,
      headers: { ...headers, "x-amz-content-sha256": hash },
      ...(body === undefined ? {} : { body }),
      accessKeyId: place.keyId,
      secretAccessKey: place.secret,
      service: "s3",
      region: place.region,
    }).sign();
    return fetch(signed.url, {
      method,
      headers: signed.headers,
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs ?? ANSWER_MS),
      ...(body === undefined ? {} : { body }),
    });
  }

  /** Whatever may be otherwise a moment later is asked again: a broken line, a store that is busy or ill. */
  async function ask(asked: Asked): Promise<Response> {
    for (let tries = 1; ; tries += 1) {
      const answer = await once(asked).catch((error: unknown) => {
        if (tries === TRIES) throw error;
        return null;
      });
      if (answer !== null && (answer.ok || !isForAgain(answer.status) || tries === TRIES))
        return answer.ok || answer.status === 404 ? answer : refuse(asked, answer);
      await answer?.body?.cancel();
      await wait(PAUSE_MS * 2 ** (tries - 1));
    }
  }

  const text = async (asked: Asked): Promise<string> => {
    const answer = await ask(asked);
    return answer.status === 404 ? refuse(asked, answer) : answer.text();
  };

  async function putParts(
    name: string,
    parts: AsyncIterable<Uint8Array<ArrayBuffer>>,
    first: Uint8Array<ArrayBuffer>,
  ): Promise<void> {
    const begun = await text({ method: "POST", name, query: { uploads: "" } });
    const uploadId = valuesIn(begun, "UploadId")[0] ?? "";
    try {
      const tags: string[] = [];
      const send = async (body: Uint8Array<ArrayBuffer>) => {
        const query = { partNumber: String(tags.length + 1), uploadId };
        const answer = await ask({ method: "PUT", name, query, body, timeoutMs: PART_MS });
        const tag = answer.headers.get("etag");
        if (answer.status === 404 || tag === null)
          throw new StoreProblem(`part ${tags.length + 1}`, answer.status, "NoSuchUpload");
        tags.push(tag);
      };
      await send(first);
      for await (const part of parts) await send(part);
      const body = Buffer.from(completing(tags));
      const done = await text({
        method: "POST",
        name,
        query: { uploadId },
        body,
        timeoutMs: PART_MS,
      });
      // It answers 200 at once, and may find only then that it cannot.
      if (!done.includes("CompleteMultipartUploadResult"))
        throw new StoreProblem("completing an upload", 200, codeIn(done));
    } catch (error) {
      await ask({ method: "DELETE", name, query: { uploadId } }).catch(() => undefined);
      throw error;
    }
  }

  async function* pages(query: Record<string, string>, next: string, tag: string) {
    for (let more: Record<string, string> = {}; ; ) {
      const page = await text({ method: "GET", query: { ...query, ...more } });
      yield page;
      if (valuesIn(page, "IsTruncated")[0] !== "true") return;
      more = { [next]: valuesIn(page, tag)[0] ?? "" };
    }
  }

  /** Uploads that were cut short: they are paid for and seen by nobody. */
  async function unfinished(prefix: string): Promise<{ name: string; uploadId: string }[]> {
    const found: { name: string; uploadId: string }[] = [];
    for await (const page of pages({ uploads: "", prefix }, "key-marker", "NextKeyMarker"))
      for (const upload of valuesIn(page, "Upload"))
        found.push({
          name: valuesIn(upload, "Key")[0] ?? "",
          uploadId: valuesIn(upload, "UploadId")[0] ?? "",
        });
    return found;
  }

  return {
    put: async (named, bytes) => {
      const name = storeName(named);
      const sum = createHash("sha256");
      const kept = { bytes: 0 };
      const parts = partsOf(bytes, (chunk) => {
        sum.update(chunk);
        kept.bytes += chunk.length;
      });
      const { value: first } = await parts.next();
      const body = first ?? new Uint8Array();
      if (body.length < PART_BYTES) {
        const answer = await ask({ method: "PUT", name, body, timeoutMs: PART_MS });
        if (answer.status === 404) await refuse({ method: "PUT", name }, answer);
      } else await putParts(name, parts, body);
      return { bytes: kept.bytes, sha256: sum.digest("hex") } satisfies Kept;
    },
    get: (named) => reading(ask, storeName(named)),
    has: async (named) => (await ask({ method: "HEAD", name: storeName(named) })).status !== 404,
    list: async (folder) => {
      const prefix = `${storeName(folder)}/`;
      const query = { "list-type": "2", prefix, "max-keys": String(PAGE) };
      const names: string[] = [];
      for await (const page of pages(query, "continuation-token", "NextContinuationToken"))
        names.push(...valuesIn(page, "Key"));
      for (const { name } of await unfinished(prefix)) names.push(name);
      return [...new Set(names)].toSorted((a, b) => (a < b ? -1 : 1));
    },
    remove: async (named) => {
      const name = storeName(named);
      await ask({ method: "DELETE", name });
      for (const upload of await unfinished(name))
        if (upload.name === name)
          await ask({ method: "DELETE", name, query: { uploadId: upload.uploadId } });
    },
  };
}

/** From its beginning; where the line breaks it goes on at the next byte, of the same file or not at all. */
async function* reading(
  ask: (asked: Asked) => Promise<Response>,
  name: string,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  let tag: string | null = null;
  for (let tries = 1; ; tries += 1) {
    const headers: Record<string, string> =
      at === 0 ? {} : { range: `bytes=${at}-`, "if-match": tag ?? "" };
    const answer = await ask({ method: "GET", name, headers, timeoutMs: PART_MS });
    if (answer.status === 404) await refuse({ method: "GET", name }, answer);
    tag ??= answer.headers.get("etag");
    const before = at;
    try {
      for await (const chunk of answer.body ?? []) {
        at += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      // As long as something comes, it goes on.
      if (at > before) tries = 1;
      if (tries === TRIES || tag === null) throw error;
    }
  }
}

const isForAgain = (status: number): boolean => status >= 500 || status === 429 || status === 408;

async function refuse({ method, name }: Asked, answer: Response): Promise<never> {
  throw new StoreProblem(
    `${method} ${name ?? "the bucket"}`,
    answer.status,
    codeIn(await answer.text()),
  );
}

/** Pieces of the size that parts have, the last one of what is left. */
async function* partsOf(
  bytes: AsyncIterable<Uint8Array>,
  seen: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  let count = 0;
  for await (const chunk of bytes) {
    seen(chunk);
    waiting.push(chunk);
    size += chunk.length;
    if (size < (count < LATER_FROM ? PART_BYTES : LATER_PART_BYTES)) continue;
    yield Buffer.concat(waiting, size);
    count += 1;
    waiting = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(waiting, size);
}

const completing = (tags: readonly string[]): string =>
  `<CompleteMultipartUpload xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${tags
    .map((tag, i) => `<Part><PartNumber>${i + 1}</PartNumber><ETag>${tag}</ETag></Part>`)
    .join("")}</CompleteMultipartUpload>`;

/** Our own names have no character that XML would write otherwise, and ids and tokens are only handed back. */
const valuesIn = (xml: string, tag: string): string[] =>
  xml
    .split(`<${tag}>`)
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf(`</${tag}>`)))
    .map((value) =>
      value.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#34;", '"'),
    );

const codeIn = (xml: string): string => valuesIn(xml, "Code")[0] ?? "";
