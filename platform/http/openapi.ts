import { z } from "zod";
import type { Action } from "#platform/actions/action.ts";
import { isForKey } from "#platform/auth/keys.ts";

type Json = Record<string, unknown>;

const PARAM = /:([A-Za-z]\w*)/g;
const BY_SESSION = [{ session: [] }];
const BY_SESSION_OR_KEY = [{ session: [] }, { key: [] }];

const PROBLEM: Json = {
  type: "object",
  description:
    "What went wrong, as a stable code. `details` of `input.invalid` lists the fields: `[{path, code}]`.",
  properties: {
    kind: { type: "string", description: "One of a few, for programs that do not know the code." },
    code: { type: "string", examples: ["input.invalid", "crm.customer.not_found"] },
    details: {},
    requestId: { type: "string", description: "To ask about it." },
  },
  required: ["code", "requestId"],
};

const PROBLEMS: Record<string, string> = {
  "400": "The input does not fit; each field is named with its code.",
  "401": "Nobody is signed in, the session has ended, or there is no such key (any more).",
  "403": "This person may not, the address is not verified, or the request came from another site.",
  "404": "There is no such thing, or this person may not see it.",
  "409": "Well formed, but not possible now; the code says why.",
  "412": "Somebody changed it meanwhile: read it again.",
  "413": "More than 1 MB.",
  "415": "Not JSON.",
  "429": "Too often; `Retry-After` says when.",
  "503":
    "Too busy just now, or the company’s data are being brought to this release; `Retry-After` says when.",
  "500": "Our bug; it was logged under the request id.",
};

/** The API as OpenAPI 3.1, from the contracts alone: what is described is what is checked on every call. */
export function openApiOf(actions: readonly Action[], publicUrl: string): Json {
  const paths: Record<string, Json> = {};
  for (const action of actions) {
    const path = action.does.path.replace(PARAM, "{$1}");
    paths[path] = { ...paths[path], [action.does.method.toLowerCase()]: operationOf(action) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Kaunter",
      version: "1",
      description:
        "Ids are text with their kind in front, `cus_01kb41…`. Moments are ISO 8601 in UTC, days are `2026-11-22`. Money is a whole number in the smallest unit of its currency. Lists are paged: send `next` of a page as `after`. A program sends its key: `Authorization: Bearer kau_…`. With a session's cookie instead, whatever changes something also sends `Origin` with this server's address.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: publicUrl }],
    tags: tagsOf(actions).map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: PROBLEM },
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, description]) => [
          `Problem${status}`,
          {
            description,
            content: { "application/json": { schema: { $ref: "#/components/schemas/Problem" } } },
          },
        ]),
      ),
      securitySchemes: {
        key: {
          type: "http",
          scheme: "bearer",
          bearerFormat: "kau_…",
          description:
            "An API key of Settings, with the role of its maker or less. Needs no `Origin`; a cookie sent along does not count. Not for a person's own things, nor for what asks for the password.",
        },
        session: {
          type: "apiKey",
          in: "cookie",
          name: publicUrl.startsWith("https:") ? "__Host-kaunter" : "kaunter",
          description: "Set by signing in; ends after eight hours.",
        },
      },
    },
  };
}

export const tagOf = (action: Action): string => action.does.path.split("/")[2] ?? "api";
/** The areas, in the order of the alphabet. */
export const tagsOf = (actions: readonly Action[]): string[] =>
  [...new Set(actions.map(tagOf))].sort((a, b) => a.localeCompare(b));

/** What an action is called beside its address: its permission, or its name. */
export const titleOf = (action: Action): string =>
  action.door === "company" ? action.needs : action.named;

/** What is a person's own, what asks for the password anew, and keys themselves: no key may. */
function securityOf(action: Action): Json[] {
  if (action.door === "open") return [];
  const isForKeys =
    action.door === "company" && action.isForFresh !== true && isForKey(action.needs);
  return isForKeys ? BY_SESSION_OR_KEY : BY_SESSION;
}

function operationOf(action: Action): Json {
  const { method, path } = action.does;
  const input = wireSchema(action.does.input);
  const inPath = [...path.matchAll(PARAM)].map(([, name = ""]) => name);
  const properties = (input["properties"] ?? {}) as Record<string, Json>;
  const required = new Set((input["required"] ?? []) as string[]);
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const hasBody = method === "POST" || method === "PATCH";
  const parameter = (where: "path" | "query") => (name: string) => ({
    name,
    in: where,
    required: where === "path" || required.has(name),
    schema: properties[name] ?? { type: "string" },
  });
  return {
    operationId: `${method.toLowerCase()}_${path.replace(/^\/api\//, "").replace(/[^a-z0-9]+/gi, "_")}`,
    tags: [tagOf(action)],
    summary: titleOf(action),
    ...(action.door === "company" ? { "x-permission": action.needs } : {}),
    security: securityOf(action),
    parameters: [
      ...inPath.map(parameter("path")),
      ...(hasBody ? [] : rest.map(parameter("query"))),
    ],
    ...(hasBody ? { requestBody: bodyOf(input, properties, rest, required) } : {}),
    responses: {
      "200": {
        description: "As asked.",
        content: { "application/json": { schema: wireSchema(action.does.output) } },
      },
      ...Object.fromEntries(
        Object.keys(PROBLEMS)
          .filter((status) => hasBody || (status !== "413" && status !== "415"))
          .map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
      ),
    },
  };
}

/** The input but for what stands in the path. A shape that is not a plain object (a choice of several) goes as it is. */
function bodyOf(
  input: Json,
  properties: Record<string, Json>,
  rest: readonly string[],
  required: ReadonlySet<string>,
): Json {
  const isPlain = input["type"] === "object" && input["properties"] !== undefined;
  const schema = isPlain
    ? {
        ...input,
        properties: Object.fromEntries(rest.map((name) => [name, properties[name]])),
        required: rest.filter((name) => required.has(name)),
      }
    : input;
  return { required: true, content: { "application/json": { schema } } };
}

/** The wire side of a codec is its input, for what is sent and for what comes back. */
function wireSchema(schema: z.ZodType): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return json;
}
