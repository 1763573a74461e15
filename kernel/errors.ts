/** Why a request was turned down. The code is stable: the web app translates it, tests assert it. */
export type Reason = `${string}.${string}.${string}`;

export type Kind =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "refused"
  | "stale"
  | "too_many";

/** Every failure we expect. Anything else that is thrown is our bug, and becomes a 500. */
export class Problem extends Error {
  readonly kind: Kind;
  readonly code: string;
  readonly details: unknown;

  constructor(kind: Kind, code: string, details?: unknown) {
    super(`${kind}: ${code}`);
    this.name = "Problem";
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

/** A field that cannot stay as it was typed: where it is, and why as a stable code. */
export type FieldProblem = { path: (string | number)[]; code: string };

export const notFound = (what: string) => new Problem("not_found", `${what}.not_found`);
export const refused = (reason: Reason, details?: unknown) =>
  new Problem("refused", reason, details);
/** Bad input that only the rules can see (a taken address, an unknown zone), answered at its field. */
export const invalid = (...fields: FieldProblem[]) =>
  new Problem("invalid", "input.invalid", fields);

/** Turns a `whyNot…` answer into a refusal. */
export function refuseIf(reason: Reason | null): void {
  if (reason !== null) throw refused(reason);
}

/** The same at the field that was typed. */
export function refuseAt(path: FieldProblem["path"], code: string | null): void {
  if (code !== null) throw invalid({ path, code });
}

/** Stops a person from overwriting a change they have not seen. */
export function refuseIfStale(current: { version: number }, seen: number): void {
  if (current.version !== seen) throw new Problem("stale", "record.changed_meanwhile");
}
