const COLOURS: Readonly<Record<string, string>> = { warn: "33", error: "31", fatal: "31" };

/** `18:49:50  warn   what happened  key=value`, from one line of the JSON log. */
export function readableLine(line: string): string {
  const { time, level, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const label = String(level).padEnd(5);
  const colour = COLOURS[String(level)];
  const shown = colour === undefined ? label : `\x1b[${colour}m${label}\x1b[0m`;
  const fields = Object.entries(rest).map(([key, value]) => `${key}=${inShort(value)}`);
  const stack = isError(err) ? `\n${harmless(err.stack ?? err.message, /[\n\t]/)}` : "";
  const said = [msg, ...fields].filter(Boolean).map((part) => harmless(String(part)));
  return `${[String(time).slice(11, 19), shown, ...said].join("  ")}${stack}\n`;
}

const inShort = (value: unknown): string =>
  typeof value === "string" ? value : JSON.stringify(value);

const isError = (value: unknown): value is { stack?: string; message: string } =>
  typeof value === "object" && value !== null && "message" in value;

/** What somebody sent neither ends a line, as if another entry began, nor speaks to the terminal. */
const harmless = (text: string, allowed?: RegExp): string =>
  text.replace(/\p{Cc}/gu, (sign) =>
    allowed?.test(sign) ? sign : `\\u${(sign.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
