import type { Day } from "#kernel/day.ts";
import { refused } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { Language } from "#kernel/said.ts";
import type { CommandCtx } from "#platform/actions/context.ts";
import type { Db } from "#platform/db/db.ts";
import { type ReadyTax, readyTaxes } from "./ready.rules.ts";
import type { Tax } from "./reckoning.rules.ts";
import type { ReadyTaxes, TaxCodeId } from "./taxes.contract.ts";
import { taxOn } from "./taxes.rules.ts";
import { insertRates, insertTaxes, selectTaxesAmong } from "./taxes.sql.ts";

export const TOPIC = "finance.taxes";

/** Adds the ready codes that are not there yet, for books that are switched on too. Answers how many were new. */
export async function layTaxes(
  ctx: CommandCtx,
  set: ReadyTaxes,
  country: string | null,
  language: Language,
): Promise<number> {
  const ready = readyTaxes(set, country, language);
  const byId = new Map<TaxCodeId, ReadyTax>(ready.map((tax) => [newId<"tax_code">(), tax]));
  const added = await insertTaxes(
    ctx.db,
    [...byId].map(([id, { rates: _, ...tax }]) => ({
      ...tax,
      id,
      isCompound: false,
      isWithheld: false,
    })),
    ctx.now,
  );
  await insertRates(
    ctx.db,
    added.flatMap(({ id }) =>
      (byId.get(id)?.rates ?? []).map((rate) => ({ taxCodeId: id, ...rate })),
    ),
  );
  ctx.tell(TOPIC);
  return added.length;
}

export type TaxInUse = Tax & {
  readonly id: TaxCodeId;
  readonly name: string;
  readonly exemptionReason: string | null;
};

/** Codes as papers of a day are reckoned with them. One that is unknown, or had no rate yet, is refused. */
export async function requireTaxesOn(
  db: Db,
  ids: readonly TaxCodeId[],
  day: Day,
): Promise<ReadonlyMap<TaxCodeId, TaxInUse>> {
  const rows = await selectTaxesAmong(db, [...new Set(ids)]);
  const found = new Map<TaxCodeId, TaxInUse>();
  for (const row of rows) {
    const tax = taxOn(row, day);
    if (tax === null) throw refused("finance.tax.no_rate_yet", { code: row.code });
    found.set(row.id, { ...tax, id: row.id, name: row.name, exemptionReason: row.exemptionReason });
  }
  if (ids.some((id) => !found.has(id))) throw refused("finance.tax.unknown");
  return found;
}
