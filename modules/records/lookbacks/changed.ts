import type { Reason } from "#kernel/errors.ts";
import { type IdKind, showId } from "#kernel/ids.ts";
import { type CompanyAction, readInput } from "#platform/actions/action.ts";
import type { CommandCtx, Ctx } from "#platform/actions/context.ts";
import { saidOf } from "../filters/values.ts";
import { classOfField, type Field, fieldsOf, type RecordType } from "../types/types.ts";
import type { LookbackField, LookbackType } from "./lookbacks.contract.ts";
import { isSameValue, whyNotBringField } from "./lookbacks.rules.ts";
import { type Changed, selectValuesOf, selectVersion } from "./lookbacks.sql.ts";

/** How a record of a type is changed by people, and which of its fields stay as they are now: told upwards. */
export type Changer = { readonly change: CompanyAction; readonly rests?: readonly string[] };
export type Changers = Readonly<Record<LookbackType, Changer>>;

/** What people can set of a type, the company's own fields too. */
export const setFieldsOf = async (ctx: Ctx, type: RecordType): Promise<readonly Field[]> =>
  (await fieldsOf(ctx, type)).filter(({ change }) => change !== undefined);

/** With the field that it is of, for who puts it back. */
export type FieldChanged = LookbackField & {
  readonly field: Field;
  readonly blocked: { readonly bringBack: Reason | null };
};

/** Each field that held something else, as it was and as it is at this moment. */
export async function fieldsChanged(
  ctx: Ctx,
  type: RecordType,
  changer: Changer,
  { id, was }: Changed,
): Promise<readonly FieldChanged[]> {
  const fields = (await setFieldsOf(ctx, type)).filter(({ key }) => key in was);
  const [now] = await selectValuesOf(ctx.db, type, fields, [id]);
  const mayNot = ctx.whyNotMay(changer.change.needs);
  return fields.map((field) => {
    const { key } = field;
    const isSeen = ctx.seesPlain(classOfField(field));
    if (isSeen) ctx.shows(classOfField(field), key);
    const isSame = isSameValue(was[key], now?.values[key]);
    const rests = changer.rests?.includes(key) ?? false;
    return {
      field,
      key,
      was: isSeen ? saidOf(field, was[key]) : null,
      is: isSeen ? saidOf(field, now?.values[key]) : null,
      isSeen,
      isSame,
      blocked: { bringBack: mayNot ?? whyNotBringField({ isSeen, isSame, rests }) },
    };
  });
}

/** As if somebody had typed them in again: whatever holds of a change holds of this one. */
export async function putFields(
  ctx: CommandCtx,
  type: RecordType,
  { change }: Changer,
  id: string,
  fields: readonly FieldChanged[],
): Promise<void> {
  const { version } = await selectVersion(ctx.db, type, id);
  const typed: Record<string, unknown> = { id: showId(type.name as IdKind, id), version };
  const custom: Record<string, unknown> = {};
  for (const { field, was } of fields) {
    const name = field.change ?? "";
    if (field.isCustom) custom[name.slice("custom.".length)] = was;
    else typed[name] = was;
  }
  if (Object.keys(custom).length > 0) typed["custom"] = custom;
  const input = readInput(change.does.input, typed);
  await change.run(ctx, input as never);
}
