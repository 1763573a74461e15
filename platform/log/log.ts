import { type DestinationStream, destination, type Logger, pino } from "pino";
import { readableLine } from "./readable-line.ts";

export type Log = Logger;

/** Names of fields that are secret or personal wherever they stand. Written without separators, in lower case. */
const HIDDEN = new Set(
  [
    [
      "password",
      "passwordhash",
      "passphrase",
      "pepper",
      "secret",
      "secrets",
      "sealed",
      "token",
      "tokens",
      "jwt",
    ],
    [
      "accesstoken",
      "refreshtoken",
      "resettoken",
      "apikey",
      "authorization",
      "proxyauthorization",
      "cookie",
    ],
    [
      "setcookie",
      "cookies",
      "credential",
      "credentials",
      "privatekey",
      "masterkey",
      "signature",
      "smtpurl",
    ],
    [
      "databaseurl",
      "connectionstring",
      "xapikey",
      "xwcwebhooksignature",
      "xshopifyhmacsha256",
      "otp",
      "totp",
    ],
    [
      "email",
      "emails",
      "mail",
      "to",
      "from",
      "cc",
      "bcc",
      "replyto",
      "phone",
      "phones",
      "mobile",
      "name",
      "fullname",
    ],
    [
      "firstname",
      "lastname",
      "displayname",
      "accountname",
      "actorname",
      "subjectname",
      "address",
      "addresses",
    ],
    [
      "address1",
      "address2",
      "street",
      "city",
      "postcode",
      "zip",
      "billing",
      "shipping",
      "birthday",
      "dateofbirth",
    ],
    [
      "iban",
      "cardnumber",
      "note",
      "notes",
      "body",
      "rawbody",
      "payload",
      "html",
      "text",
      "useragent",
    ],
    ["detail", "where", "internalquery", "parameters", "values"],
  ].flat(),
);

const REDACTED = "[redacted]";
const DEPTH_MAX = 6;
const ITEMS_MAX = 50;

/**
 * One line of JSON for each entry; a short readable one where a person looks on. What the house knows about people and its
 * secrets stays out: by the field's name at any depth, and addresses and passwords by their look in every text.
 */
export function createLog(
  level: string,
  to: DestinationStream = process.stdout.isTTY ? readable() : destination({ fd: 1, sync: true }),
): Log {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => withoutSecrets(fields, 0) as Record<string, unknown>,
      },
      serializers: { err: (error: unknown) => error },
      hooks: { streamWrite: withoutAddresses },
    },
    to,
  );
  // What a child carries along is written once, before any formatter sees it.
  const child = log.child;
  log.child = function (this: Log, fields: object, ...rest: unknown[]) {
    return Reflect.apply(child, this, [withoutSecrets(fields, 0), ...rest]);
  } as typeof log.child;
  return log;
}

function withoutSecrets(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (value instanceof Error) return errorFields(value, depth);
  if (depth >= DEPTH_MAX || ArrayBuffer.isView(value)) return "[…]";
  if (Array.isArray(value))
    return value.slice(0, ITEMS_MAX).map((item) => withoutSecrets(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      isHidden(key) && inner !== null && inner !== undefined
        ? REDACTED
        : withoutSecrets(inner, depth + 1),
    ]),
  );
}

const isHidden = (key: string): boolean => HIDDEN.has(key.toLowerCase().replace(/[^a-z0-9]/g, ""));

/** Where and what, but none of what a database or a library pinned to it: `detail` holds the refused row's values. */
function errorFields(error: Error, depth: number): object {
  const { code, constraint, table, kind } = error as unknown as Record<string, unknown>;
  const cause = error.cause === undefined ? undefined : withoutSecrets(error.cause, depth + 1);
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(withoutSecrets({ code, constraint, table, kind }, depth) as object),
    cause,
  };
}

/** E-mail addresses, and the password in `postgres://name:password@host`. */
function withoutAddresses(line: string): string {
  if (!line.includes("@")) return line;
  return line
    .replace(/:\/\/[^\s/"@]+@/g, `://${REDACTED}@`)
    .replace(/[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}/gu, REDACTED);
}

function readable(): DestinationStream {
  return { write: (line: string) => void process.stdout.write(readableLine(line)) };
}
