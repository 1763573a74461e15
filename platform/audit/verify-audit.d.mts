/** An entry as it is downloaded and verified. Bytes are hexadecimal; `at` has microseconds. */
export type LoggedEntry = {
  readonly action: string;
  readonly actorId: string | null;
  readonly actorKind: string;
  readonly actorName: string;
  readonly at: string;
  readonly change: unknown;
  readonly hash: string;
  readonly ip: string | null;
  readonly lane: number;
  readonly number: number;
  readonly position: number;
  readonly requestId: string | null;
  readonly said: string;
  /** Null where name and change were erased. */
  readonly salt: string | null;
  readonly subjectId: string;
  readonly subjectName: string;
  readonly subjectType: string;
};

/** The newest entry of a lane at some moment. */
export type Tip = { readonly lane: number; readonly position: number; readonly hash: string };

/** What the house signed: canonical JSON of a HeadStatement, and the signature in base64. */
export type SignedHead = {
  readonly statement: string;
  /** A name in `keys`: a number, or of a house that signed before this one `before-1-1`. */
  readonly keyId: number | string;
  readonly signature: string;
};

export type HeadStatement = {
  readonly at: string;
  readonly company: string;
  readonly format: "kaunter.audit.head.1";
  readonly lanes: readonly Tip[];
  readonly log: string;
  readonly number: number;
  /** SHA-256 of the statement before it; empty for the first. */
  readonly previous: string;
};

/** Signed like a head: a gap that the company knows of. */
export type GapStatement = {
  readonly at: string;
  /** Who acknowledged it, by name. */
  readonly by: string;
  readonly company: string;
  readonly format: "kaunter.audit.gap.1";
  /** What the house had signed or noted, and is not there. */
  readonly gone: readonly Tip[];
  /** How the log stood then. */
  readonly lanes: readonly Tip[];
  readonly log: string;
  readonly number: number;
  /** SHA-256 of the statement before it; empty for the first. */
  readonly previous: string;
  readonly reason: string;
};

export type Finding = {
  readonly kind:
    | "changed"
    | "missing"
    | "misplaced"
    | "rewritten"
    | "cut"
    | "erased"
    | "head"
    | "gap"
    | "key";
  readonly lane: number;
  readonly position: number;
};

export type Verified = {
  readonly entries: number;
  readonly lanes: number;
  readonly heads: number;
  readonly erased: number;
  /** When the newest head was signed. */
  readonly signedAt: string | null;
  /** Gaps that are acknowledged: no findings, and told of for ever. */
  readonly gaps: readonly GapStatement[];
  readonly findings: readonly Finding[];
};

export type LogToVerify = {
  readonly log: string;
  /** Public keys by their id: SPKI, DER, base64. */
  readonly keys: Readonly<Record<string, string>>;
  readonly heads: readonly SignedHead[];
  readonly tips: readonly Tip[];
  readonly gaps?: readonly SignedHead[];
  readonly from?: readonly Tip[];
};

export function canonical(value: unknown): string;
export function saidOf(entry: Pick<LoggedEntry, "change" | "salt" | "subjectName">): string;
export function hashOf(
  entry: Omit<LoggedEntry, "hash" | "salt" | "change" | "subjectName">,
  log: string,
  previous: string,
): string;
export function createVerifier(log: LogToVerify): {
  entry(one: LoggedEntry): void;
  end(): Verified;
};
export function verifyLines(
  lines: AsyncIterable<string>,
  trustedKey?: string,
): Promise<
  Verified & {
    readonly company: string;
    readonly writtenAt: string;
    readonly keys: Readonly<Record<string, string>>;
  }
>;
export function wordsOf(finding: Finding): string;
