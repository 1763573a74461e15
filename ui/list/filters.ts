import { addDays, type Day } from "#kernel/day.ts";
import type { Minor } from "#kernel/money.ts";
import { type Calendar, dateText, rangeText } from "../dates.ts";
import { countText, moneyText } from "../numbers.ts";
import { changed, type Url } from "../url-state.ts";
import type { KeysOf, T } from "../words.ts";
import type { listWords } from "./list.words.ts";
import type { Filter } from "./types.ts";

type Say = T<KeysOf<typeof listWords>>;

/** Under which names a filter stands in the address. */
export function paramsOf(filter: Filter): readonly string[] {
  if (filter.kind === "days") return [filter.from, filter.to];
  if (filter.kind === "number" || filter.kind === "money") return [filter.min, filter.max];
  return [filter.param];
}

export const isOn = (filter: Filter, url: Url): boolean =>
  paramsOf(filter).some((param) => url[param] !== undefined);

export const keyOf = (filter: Filter): string => paramsOf(filter).join("+");

/** The address without a filter. */
export const dropped = (filter: Filter): Record<string, null> =>
  Object.fromEntries(paramsOf(filter).map((param) => [param, null]));

/** Only what the API filters by: no view, no columns, no order. */
export function filterOf(url: Url, filters: readonly Filter[]): Url {
  const params = new Set(["search", ...filters.flatMap(paramsOf)]);
  return Object.fromEntries(Object.entries(url).filter(([name]) => params.has(name)));
}

export const sameFilter = (one: Url, other: Url): boolean => {
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  );
};

/** Spans of days that are often meant. */
export function spansOf(today: Day): readonly { name: SpanName; from: Day; to: Day }[] {
  return [
    { name: "today", from: today, to: today },
    { name: "7", from: addDays(today, -6), to: today },
    { name: "30", from: addDays(today, -29), to: today },
    { name: "90", from: addDays(today, -89), to: today },
    { name: "thisMonth", from: `${today.slice(0, 8)}01`, to: today },
    { name: "months12", from: addDays(aYearBefore(today), 1), to: today },
  ];
}
export type SpanName = "today" | "7" | "30" | "90" | "thisMonth" | "months12";

const aYearBefore = (day: Day): Day => {
  const year = Number(day.slice(0, 4)) - 1;
  return day.endsWith("-02-29") ? `${year}-02-28` : `${year}${day.slice(4)}`;
};

/** A filter in words, each part its own: `Orders` · `at least` · `2`. */
export function said(
  filter: Filter,
  url: Url,
  t: Say,
  calendar: Calendar,
): { operator: string; value: string } {
  switch (filter.kind) {
    case "choice": {
      const value = url[filter.param] ?? "";
      const label = filter.options.find((option) => option.value === value)?.label;
      return { operator: t("is"), value: label ?? value };
    }
    case "text":
      return { operator: t("is"), value: url[filter.param] ?? "" };
    case "given": {
      const value = url[filter.param] ?? "";
      return { operator: t("is"), value: filter.show?.(value) ?? value };
    }
    case "flag":
      return { operator: t("is"), value: url[filter.param] === "false" ? t("no") : t("yes") };
    case "number":
      return saidRange(url[filter.min], url[filter.max], (text) => countText(Number(text)), t);
    case "money":
      return saidRange(
        url[filter.min],
        url[filter.max],
        (text) => moneyText(Number(text) as Minor, filter.currency),
        t,
      );
    case "days":
      return saidDays(url[filter.from], url[filter.to], t, calendar);
  }
}

function saidRange(
  min: string | undefined,
  max: string | undefined,
  show: (text: string) => string,
  t: Say,
) {
  if (min !== undefined && max !== undefined)
    return { operator: t("between"), value: t("and", { from: show(min), to: show(max) }) };
  if (max !== undefined) return { operator: t("atMost"), value: show(max) };
  return { operator: t("atLeast"), value: show(min ?? "0") };
}

function saidDays(from: string | undefined, to: string | undefined, t: Say, calendar: Calendar) {
  const span = spansOf(calendar.today).find((each) => each.from === from && each.to === to);
  if (span !== undefined) {
    const operator = t(LAST.includes(span.name) ? "inLast" : "is");
    return { operator, value: spanText(span.name, t) };
  }
  if (from !== undefined && to !== undefined)
    return { operator: t("is"), value: rangeText(from, to, calendar) };
  if (to !== undefined) return { operator: t("until"), value: dateText(to, calendar) };
  return { operator: t("from"), value: dateText(from ?? calendar.today, calendar) };
}

export function spanText(name: SpanName, t: Say): string {
  return name === "7" || name === "30" || name === "90"
    ? t("days", { count: Number(name) })
    : t(name);
}

const LAST: readonly SpanName[] = ["7", "30", "90", "months12"];

/** A span by itself: "In the last 7 days", "This month". */
export function spanLabel(name: SpanName, t: Say): string {
  const text = LAST.includes(name) ? `${t("inLast")} ${spanText(name, t)}` : spanText(name, t);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The filters in use, and the address with each taken out: to say how many come back. */
export const withoutEach = (filters: readonly Filter[], url: Url) =>
  filters
    .filter((filter) => isOn(filter, url))
    .map((filter) => ({ filter, url: changed(url, dropped(filter)) }));
