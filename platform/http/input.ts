import { type FieldProblem, invalid, Problem } from "#kernel/errors.ts";

const UNSAFE_KEYS = new Set(["__proto__", "constructor", "prototype"]);
const WITH_BODY = new Set(["POST", "PATCH"]);

/**
 * One object from the parts of a request: the address with the body, or with the question where there is no body.
 * The path always wins, and a body that says otherwise is refused: what was checked is what is done.
 */
export function inputOf(parts: {
  method: string;
  params: unknown;
  query: unknown;
  body: unknown;
}): Record<string, unknown> {
  const said = WITH_BODY.has(parts.method)
    ? fieldsOf(parts.body)
    : { ...fieldsOf(parts.query), ...fieldsOf(parts.body) };
  const params = fieldsOf(parts.params);
  const contradictions = Object.keys(params)
    .filter((key) => Object.hasOwn(said, key) && said[key] !== params[key])
    .map((key): FieldProblem => ({ path: [key], code: "field.contradicts_address" }));
  if (contradictions.length > 0) throw invalid(...contradictions);
  return { ...said, ...params };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value !== "object" || Array.isArray(value))
    throw new Problem("invalid", "input.not_an_object");
  for (const key of Object.keys(value))
    if (UNSAFE_KEYS.has(key)) throw new Problem("invalid", "input.unsafe_key");
  return value as Record<string, unknown>;
}

/** The body as JSON. Keys that reach into the prototype are refused at any depth. */
export function readJson(text: string): unknown {
  if (text.trim() === "") return undefined;
  try {
    // A key at every level is looked at only where one of them could be spelt.
    return MAY_BE_UNSAFE.test(text) ? JSON.parse(text, refuseUnsafe) : JSON.parse(text);
  } catch (error) {
    throw error instanceof Problem ? error : new Problem("invalid", "input.not_json");
  }
}

const MAY_BE_UNSAFE = /__proto__|constructor|prototype|\\u/;

function refuseUnsafe(key: string, value: unknown): unknown {
  if (UNSAFE_KEYS.has(key)) throw new Problem("invalid", "input.unsafe_key");
  return value;
}
