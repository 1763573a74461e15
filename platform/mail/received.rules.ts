/** What a mail says, of all that it holds. */
export type Received = {
  readonly messageId: string | null;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly files: readonly { name: string; type: string; base64: string }[];
};

/**
 * Reads a mail as the house's own mailer writes it: one text, whatever it is encoded as, and files behind it. Nobody else
 * sends one to a mailbox that only this machine reaches.
 */
export function readMail(raw: Buffer): Received {
  const { heads, body } = partIn(raw);
  const head = (name: string): string => wordsIn(heads.get(name) ?? "");
  const boundary = /^multipart\/mixed;.*boundary="?([^\s";]+)/i.exec(
    heads.get("content-type") ?? "",
  )?.[1];
  const [first, ...files] =
    boundary === undefined ? [{ heads, body }] : piecesOf(body, boundary).map(partIn);
  return {
    messageId: heads.get("message-id") ?? null,
    from: head("from"),
    to: head("to"),
    subject: head("subject"),
    text: first === undefined ? "" : textIn(first),
    files: files.map(fileIn),
  };
}

type Part = { readonly heads: ReadonlyMap<string, string>; readonly body: Buffer };

function partIn(raw: Buffer): Part {
  const end = raw.indexOf("\r\n\r\n");
  const heads = headsIn(raw.toString("utf8", 0, end < 0 ? raw.length : end));
  return { heads, body: end < 0 ? Buffer.alloc(0) : raw.subarray(end + 4) };
}

/** What stands between the lines that part it (RFC 2046). */
function piecesOf(body: Buffer, boundary: string): Buffer[] {
  const text = `\r\n${body.toString("latin1")}`;
  const [, ...pieces] = text.split(`\r\n--${boundary}`);
  return pieces
    .filter((piece) => !piece.startsWith("--"))
    .map((piece) => Buffer.from(piece.replace(/^[ \t]*\r\n/, ""), "latin1"));
}

function textIn({ heads, body }: Part): string {
  const type = heads.get("content-type") ?? "";
  const bytes = decoded(body, heads.get("content-transfer-encoding") ?? "");
  const text = textOf(bytes, /charset="?([^\s";]+)/i.exec(type)?.[1]).replaceAll("\r\n", "\n");
  return /format=flowed/i.test(type) ? unflowed(text) : text;
}

function fileIn({ heads, body }: Part): Received["files"][number] {
  const type = heads.get("content-type") ?? "";
  const said = `${heads.get("content-disposition") ?? ""}; ${type}`;
  return {
    name: wordsIn(/\b(?:file)?name="?([^";]+)/i.exec(said)?.[1] ?? "file"),
    type: /^[^;\s]+/.exec(type)?.[0] ?? "application/octet-stream",
    base64: decoded(body, heads.get("content-transfer-encoding") ?? "").toString("base64"),
  };
}

/** The first of each, unfolded, by its name in lower case. */
function headsIn(text: string): ReadonlyMap<string, string> {
  const lines = text.replace(/\r\n(?=[ \t])/g, "").split("\r\n");
  const heads = lines.flatMap((line) => {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name.toLowerCase(), value] as const];
  });
  return new Map(heads.toReversed());
}

/** RFC 2047: `=?utf-8?Q?Selamat_pagi?=`. Space between two of them only stands where a line was folded. */
const wordsIn = (value: string): string =>
  value
    .replace(/\?=\s+(?==\?)/g, "?=")
    .replace(
      /=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi,
      (_, charset: string, how: string, word: string) =>
        how.toLowerCase() === "b"
          ? textOf(Buffer.from(word, "base64"), charset)
          : textOf(unquoted(word.replaceAll("_", " ")), charset),
    );

function decoded(body: Buffer, encoding: string): Buffer {
  if (/^base64/i.test(encoding)) return Buffer.from(body.toString("latin1"), "base64");
  if (/^quoted-printable/i.test(encoding))
    return unquoted(body.toString("latin1").replace(/[ \t]*=\r\n/g, softly));
  return body;
}

/** A line that was broken for the way goes on; space before the mark is the text's own. */
const softly = (broken: string): string => broken.slice(0, -3);

const unquoted = (text: string): Buffer =>
  Buffer.from(
    text.replace(/=([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
    "latin1",
  );

function textOf(bytes: Buffer, charset = "utf-8"): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString("latin1");
  }
}

/** RFC 3676: a line that ends in a space goes on in the next. */
const unflowed = (text: string): string => text.replace(/ \n/g, " ").replace(/^ /gm, "");
