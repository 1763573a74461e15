/** PostgreSQL's COPY text format (documentation of COPY, "Text Format"): lines of fields between tabs, `\N` for null. */
export type Fields = readonly (string | null)[];

const UNESCAPED: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};
const ESCAPED: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

export const fieldsOf = (line: string): Fields =>
  line.split("\t").map((field) => {
    if (field === "\\N") return null;
    return field.includes("\\")
      ? field.replace(/\\(.)/gs, (_, letter: string) => UNESCAPED[letter] ?? letter)
      : field;
  });

export const lineOf = (fields: Fields): string =>
  `${fields
    .map((field) =>
      field === null
        ? "\\N"
        : // biome-ignore lint/suspicious/noControlCharactersInRegex: the format escapes just these.
          field.replace(/[\\\b\f\n\r\t\v]/g, (letter) => ESCAPED[letter] ?? letter),
    )
    .join("\t")}\n`;

/** Whole lines out of pieces that end anywhere; a line end within a field is escaped, so a line feed ends a line. */
export async function* linesOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    const end = bytes.lastIndexOf(10);
    if (end < 0) {
      rest = bytes;
      continue;
    }
    rest = Buffer.from(bytes.subarray(end + 1));
    yield bytes.toString("utf8", 0, end).split("\n");
  }
}
