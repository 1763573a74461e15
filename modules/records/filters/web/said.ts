import type { Minor } from "#kernel/money.ts";
import {
  type Condition,
  isCondition,
  isNot,
  isRelated,
  partsIn,
  type Where,
} from "#kernel/where.ts";
import { type Calendar, dateText, rangeText } from "#ui/dates.ts";
import { countText, moneyText } from "#ui/numbers.ts";
import type { KeysOf, T } from "#ui/words.ts";
import type { Catalogue, FieldShown } from "../../types/web/types.client.ts";
import type { filterWords } from "./filters.words.ts";

export type Say = T<KeysOf<typeof filterWords>>;
/** Everything words are made with. */
export type Speaker = {
  readonly t: Say;
  readonly calendar: Calendar;
  readonly currency: string;
  readonly members: ReadonlyMap<string, string>;
};

/** A condition in words, each part its own: `Spent` · `at least` · `RM 100.00`. */
export function saidOf(condition: Condition, field: FieldShown | undefined, by: Speaker) {
  const { t, calendar } = by;
  return {
    field: field?.label[calendar.language] ?? condition.field,
    operator: t(`is.${condition.is}`),
    value: valueSaid(condition, field, by),
  };
}

function valueSaid({ is, value }: Condition, field: FieldShown | undefined, by: Speaker): string {
  const { t, calendar } = by;
  if (value === undefined) return "";
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (is === "this" || is === "previous") return t(`span.${value as "month"}`);
  if (is === "in_last_days" || is === "in_next_days" || is === "over_days_ago")
    return t("days", { count: Number(value) });
  const isDays = field?.kind === "date" || field?.kind === "moment";
  if (is === "between" && Array.isArray(value)) {
    const [from, to] = value;
    if (isDays) return rangeText(String(from), String(to), calendar);
    return t("and", { from: numberSaid(from, field, by), to: numberSaid(to, field, by) });
  }
  if (isDays) return dateText(String(value), calendar);
  if (Array.isArray(value)) return value.map((one) => wordSaid(String(one), field, by)).join(", ");
  return typeof value === "number" ? numberSaid(value, field, by) : value;
}

const numberSaid = (value: unknown, field: FieldShown | undefined, { currency }: Speaker) =>
  field?.kind === "money" ? moneyText(Number(value) as Minor, currency) : countText(Number(value));

const wordSaid = (word: string, field: FieldShown | undefined, { members, calendar }: Speaker) =>
  members.get(word) ??
  field?.choices.find(({ value }) => value === word)?.label[calendar.language] ??
  word;

/** A part of a filter in one line: for a chip of a group, and for whoever hears it. */
export function lineOf(where: Where, { fields, relations }: Catalogue, by: Speaker): string {
  const { t, calendar } = by;
  if (isCondition(where)) {
    const { field, operator, value } = saidOf(
      where,
      fields.find(({ key }) => key === where.field),
      by,
    );
    return [field, operator, value].filter((part) => part !== "").join(" ");
  }
  if (isNot(where)) return t("notLine", { line: lineOf(where.not, { fields, relations }, by) });
  if (isRelated(where)) {
    const relation = relations.find(({ key }) => key === where.related);
    const name = relation?.label[calendar.language] ?? where.related;
    return t(`hasLine.${where.has}`, { name, count: where.count ?? 1 });
  }
  const parts = partsIn(where);
  if (parts.length === 1 && parts[0] !== undefined)
    return lineOf(parts[0], { fields, relations }, by);
  return t("all" in where ? "allOfCount" : "anyOfCount", { count: parts.length });
}
