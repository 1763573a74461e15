import type { z } from "zod";
import type { FieldClass } from "#kernel/classes.ts";
import { readAnyId } from "#kernel/ids.ts";
import type { Actor, Caller, Subject } from "#platform/actions/context.ts";
import type { House } from "#platform/house/house.ts";
import { classOfKey } from "#platform/permissions/field-names.ts";
import { mayShow, seenPlain } from "#platform/permissions/masks.ts";
import type { Company, CompanyAccess } from "#platform/tenancy/companies.ts";
import { auditAlone } from "./notes.ts";

/**
 * Looks at what people wrote about people, and at what opens something: who saw it stands in the company's log. Opening the
 * same record again within the hour is the same look, or the log would be full of them.
 */
export type Looks = {
  note(
    house: House,
    access: CompanyAccess,
    look: { readonly doer: Caller; readonly action: string },
    subject: Subject,
    fields: readonly string[],
  ): Promise<void>;
};

const AGAIN_MS = 3_600_000;
/** Of one process. What is forgotten for want of room is noted once more. */
const REMEMBERED_MAX = 20_000;

export function createLooks(): Looks {
  const noted = new Map<string, number>();
  return {
    async note(house, access, { doer, action }, subject, fields) {
      const seen = fields.toSorted();
      const who = doer.actor.sessionId ?? doer.actor.id;
      const key = [access.company.id, who, action, subject.id, ...seen].join(" ");
      const now = doer.now.getTime();
      const before = noted.get(key);
      if (before !== undefined && now - before < AGAIN_MS) return;
      await auditAlone(house, access, { doer, action, subject, change: { seen } });
      noted.delete(key);
      noted.set(key, now);
      const [oldest] = noted.keys();
      if (noted.size > REMEMBERED_MAX && oldest !== undefined) noted.delete(oldest);
    },
  };
}

const DELICATE: readonly FieldClass[] = ["sensitive", "secret"];
export const isDelicate = (fieldClass: FieldClass | undefined): boolean =>
  fieldClass !== undefined && DELICATE.includes(fieldClass);

/** The names of delicate fields that this reply shows as they are, and that hold something. */
export function delicateIn(actor: Actor, schema: z.ZodType, reply: unknown): Set<string> {
  const fields = new Set<string>();
  if (!mayBeDelicate(schema)) return fields;
  for (const { fieldClass, path } of seenPlain(actor, schema, reply, DELICATE)) {
    const name = path.findLast((step) => typeof step === "string");
    if (isDelicate(fieldClass ?? classOfKey(String(name)))) fields.add(String(name));
  }
  return fields;
}

/** Worked out once for each schema. */
function mayBeDelicate(schema: z.ZodType): boolean {
  const known = delicate.get(schema) ?? mayShow(schema, DELICATE);
  delicate.set(schema, known);
  return known;
}
const delicate = new WeakMap<z.ZodType, boolean>();

/** Whose it is: the record that the reply is, or that was asked about; of a list, the company's. */
export function lookedAt({ id, name }: Company, raw: unknown, reply: unknown): Subject {
  const asked = textsOf(raw);
  const said = textsOf(reply);
  const shown = said["id"] ?? asked["id"] ?? asked["record"] ?? asked["subject"] ?? "";
  const record = readAnyId(shown);
  if (record === null) return { type: "company", id, name };
  return {
    type: record.kind,
    id: record.id,
    name: said["name"] || said["number"] || said["title"] || shown,
  };
}

const textsOf = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(value ?? {}).filter((entry): entry is [string, string] => {
      return typeof entry[1] === "string";
    }),
  );
