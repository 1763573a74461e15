import type { z } from "zod";

/**
 * How delicate a field is: `public` anybody may know · `business` what work needs, and what every field is that says
 * nothing else · `contact` how a person is reached (e-mail, phone, street) · `sensitive` what people wrote about people ·
 * `secret` what opens something.
 */
export const FIELD_CLASSES = ["public", "business", "contact", "sensitive", "secret"] as const;
export type FieldClass = (typeof FIELD_CLASSES)[number];

/** As it is; as `•••` where there is something; or as if there were nothing. */
export const VIEWS = ["plain", "masked", "hidden"] as const;
export type View = (typeof VIEWS)[number];

/** What stands where something is masked. */
export const MASK = "•••";

/** Where the class stands in a schema's metadata, and in the description of the API. */
export const CLASS_KEY = "x-class";
/** A record of free form: what is in it is known by the names of the fields that the contracts declare. */
export const TOLD_KEY = "x-told";

/**
 * What begins the name of a field that the company made, wherever it stands beside the house's own: `custom.size`. Its class
 * only the company's database knows, so it is masked by the slice that reads it (records/fields), not by the contract.
 */
export const CUSTOM = "custom.";

const classed =
  (fieldClass: FieldClass) =>
  <S extends z.ZodType>(schema: S): S =>
    schema.meta({ [CLASS_KEY]: fieldClass });

/** How a person is reached. */
export const contact = classed("contact");
/** What people wrote about people, and texts that may hold anything. */
export const sensitive = classed("sensitive");
/** What opens something. */
export const secret = classed("secret");

/**
 * A record whose keys differ: values before and after, facts of an event. A key that some contract declares has the
 * class it has there; of all others only the `known` ones are business, and the rest is contact data until somebody
 * says that it is not.
 */
export const told = <S extends z.ZodType>(schema: S, known: readonly string[] = []): S =>
  schema.meta({ [TOLD_KEY]: known });

/** The class a field was given, also inside a nullable or a default. */
export function classOf(schema: z.ZodType): FieldClass | undefined {
  const own = schema.meta()?.[CLASS_KEY] as FieldClass | undefined;
  const { innerType } = schema._zod.def as unknown as { innerType?: z.ZodType };
  return own ?? (innerType === undefined ? undefined : classOf(innerType));
}

/** The classes of an object's fields, as plain data: what screens go by. */
export const classesOf = (schema: z.ZodObject): Record<string, string> =>
  Object.fromEntries(
    Object.entries(schema.shape).flatMap(([name, field]) => {
      const fieldClass = classOf(field as z.ZodType);
      return fieldClass === undefined ? [] : [[name, fieldClass]];
    }),
  );
