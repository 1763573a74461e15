import { z } from "zod";
import { ID_PREFIX, type Id, type IdKind, readId, showId } from "./ids.ts";

/** One thing the API can be asked to do: where to ask, what to send, what comes back. */
export type Endpoint<In extends z.ZodType = z.ZodType, Out extends z.ZodType = z.ZodType> = {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly input: In;
  readonly output: Out;
};

export type Contract = Readonly<Record<string, Endpoint>>;

const endpoint =
  <Method extends Endpoint["method"]>(method: Method) =>
  <In extends z.ZodType, Out extends z.ZodType>(path: string, input: In, output: Out) =>
    ({ method, path, input, output }) as const;

export const get = endpoint("GET");
export const post = endpoint("POST");
export const patch = endpoint("PATCH");

/** An id: a uuid on the server, shown with its kind on the wire (`cus_01kb41…`). */
export const id = <Of extends IdKind>(of: Of) =>
  z.codec(z.string().meta({ pattern: shownPattern(of) }), z.custom<Id<Of>>(), {
    decode: (shown, ctx) => {
      const read = readId(of, shown);
      if (read !== null) return read;
      ctx.issues.push({ code: "custom", message: "not_an_id", input: shown });
      return z.NEVER;
    },
    encode: (uuid) => showId(of, uuid),
  });

/** For the description of the API; what decides is readId. */
const shownPattern = (of: IdKind): string => `^${ID_PREFIX[of]}_[0-9a-hjkmnp-tv-z]{26}$`;

/** Whose work records are, to filter by: one's own, nobody's, or a colleague's. */
export const owner = () => z.union([z.enum(["mine", "nobody"]), id("account")]);
export type Owner = z.output<ReturnType<typeof owner>>;

/** A moment: a Date on the server, an ISO 8601 string in UTC on the wire. */
export const instant = () =>
  z.codec(z.iso.datetime({ offset: true }), z.date(), {
    decode: (text) => new Date(text),
    encode: (date) => date.toISOString(),
  });

/** Money in the smallest unit of its currency, as a whole number. */
export const minorAmount = () => z.int();

/** An ISO 4217 code. */
export const currency = () => z.string().regex(/^[A-Z]{3}$/, "currency.unknown");

/** Values of the fields that a company made, by their key. What each holds only the company knows: see records/fields. */
export const customValues = () => z.record(z.string().max(40), z.unknown());

/** A list in the order of such a field, `custom.points` or `-custom.points`: of those that have an index. */
export const customSort = () =>
  z.templateLiteral([z.enum(["", "-"]), "custom.", z.string().regex(/^[a-z][a-z0-9_]*$/)]);

/** One page of a list. `next` is the cursor to send as `after`; null on the last page. */
export const page = <Row extends z.ZodType>(row: Row) =>
  z.object({ rows: z.array(row), next: z.string().nullable() });

/** For a verb: the reason it is closed to this person now, or null when it is open. */
export const blocked = () => z.string().nullable();

export const done = z.object({ done: z.literal(true) });
