import type { z } from "zod";
import type { Contract, Endpoint } from "#kernel/contract.ts";
import type { FieldProblem, Kind } from "#kernel/errors.ts";

/** What an endpoint is sent, as it goes over the wire: ids and moments are text. */
export type Sent<E extends Endpoint> = z.input<E["input"]>;
/** What comes back over the wire. */
export type Received<E extends Endpoint> = z.input<E["output"]>;
type Ask<E extends Endpoint> = (input: Sent<E>, signal?: AbortSignal) => Promise<Received<E>>;
export type Client<C extends Contract> = { readonly [K in keyof C]: Ask<C[K]> };

/** A request that was turned down. `code` has words in each language (ui/words/reasons.words.ts or the slice's). */
export class ApiProblem extends Error {
  readonly status: number;
  readonly kind: Kind | "network" | "broken";
  readonly code: string;
  readonly details: unknown;

  constructor(status: number, kind: ApiProblem["kind"], code: string, details?: unknown) {
    super(`${status} ${code}`);
    this.name = "ApiProblem";
    this.status = status;
    this.kind = kind;
    this.code = code;
    this.details = details;
  }

  /** Which fields cannot stay as typed, when it is about fields. */
  get fields(): readonly FieldProblem[] {
    return Array.isArray(this.details) ? this.details.filter(isFieldProblem) : [];
  }
}

const isFieldProblem = (value: unknown): value is FieldProblem =>
  typeof value === "object" && value !== null && "path" in value && "code" in value;

let onSignedOut: () => void = () => undefined;
/** Told once by the app: what to do when the session has ended. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

const ELSEWHERE = new Set(["companies.membership.switched", "accounts.account.no_company"]);
let companyId: string | null = null;
let onElsewhere: () => void = () => undefined;
/**
 * Told by the app: the company that this window was opened for. Each request names it, so that nothing typed here is done
 * in another one when the session has gone there since; then `act` is told.
 */
export function workFor(id: string, act: () => void): void {
  companyId = id;
  onElsewhere = act;
}

let onBehind: () => void = () => undefined;
/** Told by the app: what to show while the company's data are being brought to this release. */
export function whenBehind(act: () => void): void {
  onBehind = act;
}

export const BEHIND = "platform.database.behind";

let onMustEnrol: () => void = () => undefined;
/** Told once by the app: where to go when the company wants a second step of signing in first. */
export function whenMustEnrol(act: () => void): void {
  onMustEnrol = act;
}

const STALE = "accounts.session.stale";
let proveAgain: () => Promise<boolean> = async () => false;
/** Told once by the app: how to ask who it is, before something that matters. False: it was given up. */
export function whenStale(prove: () => Promise<boolean>): void {
  proveAgain = prove;
}

/** A typed caller for every promise in a contract. The path and the shapes come from the contract alone. */
export function client<const C extends Contract>(contract: C): Client<C> {
  const asks = Object.entries(contract).map(([name, endpoint]) => [
    name,
    (input: object, signal?: AbortSignal) => askProved(endpoint, input, signal),
  ]);
  return Object.fromEntries(asks) as Client<C>;
}

/** What needs a fresh session is asked once more when the person has shown who they are. */
async function askProved(
  endpoint: Endpoint,
  input: object,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  try {
    return await ask(endpoint, input, signal);
  } catch (problem) {
    const isStale = problem instanceof ApiProblem && problem.code === STALE;
    if (!isStale || !(await proveAgain())) throw problem;
    return ask(endpoint, input, signal);
  }
}

async function ask(
  { method, path }: Endpoint,
  input: object,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const rest = new Map<string, unknown>(Object.entries(input));
  const place = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = String(rest.get(name));
    rest.delete(name);
    return encodeURIComponent(value);
  });
  const reads = method === "GET";
  const response = await send(reads ? place + queryOf(rest) : place, {
    method,
    signal: signal ?? null,
    credentials: "same-origin",
    headers: {
      accept: "application/json",
      ...(reads ? {} : { "content-type": "application/json" }),
      ...(companyId === null ? {} : { "x-kaunter-company": companyId }),
    },
    body: reads ? null : JSON.stringify(Object.fromEntries(rest)),
  });
  const body = await bodyOf(response);
  if (response.ok) return body;
  const problem = problemOf(response.status, body);
  if (problem.code === "accounts.factor.required") onMustEnrol();
  if (problem.kind === "unauthenticated" && !place.startsWith("/api/accounts/")) onSignedOut();
  if (ELSEWHERE.has(problem.code)) onElsewhere();
  if (problem.code === BEHIND) onBehind();
  throw problem;
}

/** Lists are joined by commas; what is undefined or null is left out. */
export function queryOf(values: ReadonlyMap<string, unknown>): string {
  const query = new URLSearchParams();
  for (const [name, value] of values) {
    if (value === undefined || value === null) continue;
    query.set(name, Array.isArray(value) ? value.join(",") : String(value));
  }
  return query.size === 0 ? "" : `?${query}`;
}

async function send(place: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(place, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, "network", "network.unreachable");
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text === "" ? {} : JSON.parse(text);
  } catch {
    throw new ApiProblem(response.status, "broken", "network.not_understood");
  }
}

function problemOf(status: number, body: unknown): ApiProblem {
  const said = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  if (typeof said["code"] !== "string")
    return new ApiProblem(status, "broken", "network.not_understood");
  const kind = typeof said["kind"] === "string" ? (said["kind"] as Kind) : "broken";
  return new ApiProblem(status, kind, said["code"], said["details"]);
}
