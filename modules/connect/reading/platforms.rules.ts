import type { Reason } from "#kernel/errors.ts";
import type { Mapping } from "../deliveries/deliveries.rules.ts";

/** Headers as they came: names in any case, repeated ones as lists. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a connection must know of its store's platform, at its door and when it reads. */
export type Platform = {
  /** A nudge that carries nothing: answered, never kept. */
  readonly isPing: (headers: Headers, body: Uint8Array) => boolean;
  readonly topicOf: (headers: Headers) => string | null;
  /** What the platform calls the event, the same on every retry; null where nothing lasts. */
  readonly eventIdOf: (headers: Headers) => string | null;
  /** Any of the secrets may have signed: the current one, and the previous one while it is accepted. */
  readonly whyNotSigned: (
    headers: Headers,
    body: Uint8Array,
    secrets: readonly string[],
  ) => Reason | null;
  readonly read: Mapping;
};

/** The value of a header, whatever the case of its name; null when absent, empty or sent twice. */
export function headerOf(headers: Headers, name: string): string | null {
  const found = headers[name] ?? inAnyCase(headers, name);
  const value = typeof found === "string" ? found : found?.length === 1 ? found[0] : undefined;
  const trimmed = value?.trim();
  return trimmed === undefined || trimmed === "" ? null : trimmed;
}

const inAnyCase = (headers: Headers, name: string) =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];

/** A topic short enough to keep. */
export const topicFrom = (headers: Headers, name: string): string | null =>
  headerOf(headers, name)?.toLowerCase().slice(0, 100).toWellFormed().replaceAll("\0", "") || null;
