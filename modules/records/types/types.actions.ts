import { Problem } from "#kernel/errors.ts";
import { query } from "#platform/actions/action.ts";
import type { Ctx } from "#platform/actions/context.ts";
import { type FieldShown, recordTypes } from "./types.contract.ts";
import {
  classOfField,
  type Field,
  fieldsOf,
  type RecordType,
  type RecordTypes,
  typeOf,
} from "./types.ts";

const READ = "records.types.read";

/** What can be asked of the record types there are. */
export const typeActions = (types: RecordTypes) => ({
  fields: query({
    does: recordTypes.fields,
    needs: READ,
    async run(ctx, { type: name }) {
      const type = typeOf(types, name);
      refuseUnlessReads(ctx, type);
      const fields = await fieldsOf(ctx, type);
      const seen = type.relations.filter(
        (relation) => ctx.whyNotMay(typeOf(types, relation.type).reads) === null,
      );
      return {
        fields: fields.map((field) => shownOf(ctx, type, field)),
        relations: seen.map(({ key, label, type: related }) => ({ key, label, type: related })),
      };
    },
  }),
});

function refuseUnlessReads(ctx: Ctx, { reads }: RecordType): void {
  const closed = ctx.whyNotMay(reads);
  if (closed !== null) throw new Problem("forbidden", closed, { needs: reads });
}

function shownOf(ctx: Ctx, type: RecordType, field: Field): FieldShown {
  const isSeen = ctx.seesPlain(classOfField(field));
  return {
    key: field.key,
    label: field.label,
    help: field.help ?? null,
    kind: field.kind,
    class: classOfField(field),
    isCustom: field.isCustom ?? false,
    choices: [...(field.choices ?? [])],
    related: field.related ?? null,
    canFilter: isSeen,
    canSort: isSeen && field.sort !== undefined,
    canChange: isSeen && field.change !== undefined && ctx.whyNotMay(type.writes) === null,
  };
}
