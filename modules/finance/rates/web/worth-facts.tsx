import type { ReactNode } from "react";
import { dateText } from "#ui/dates.ts";
import { moneyText } from "#ui/numbers.ts";
import { useCalendar, useCompany } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { rateWords } from "./rates.words.ts";

type Worth = {
  readonly currency: string;
  readonly rate: string;
  readonly rateOn: string;
  readonly payableMinor: number;
  readonly carriedMinor: number;
} | null;

/** Facts of a paper in another currency: what it stands at in the books, by which rate of which day, and what of that is open. */
export function useWorthFacts(worth: Worth): (readonly [string, ReactNode])[] {
  const t = useWords(rateWords);
  const calendar = useCalendar();
  if (worth === null) return [];
  const { currency, rate, rateOn, payableMinor, carriedMinor } = worth;
  const amount = moneyText(payableMinor, currency);
  return [
    [t("worth"), `${t("worthAt", { amount, rate })} (${dateText(rateOn, calendar)})`],
    ...(carriedMinor === payableMinor || carriedMinor === 0
      ? []
      : [[t("carried"), moneyText(carriedMinor, currency)] as const]),
  ];
}

/** Under a payment: what the rates made of it. */
export function GainText({ minor }: { minor: number }) {
  const t = useWords(rateWords);
  const { currency } = useCompany();
  if (minor === 0) return null;
  const amount = moneyText(Math.abs(minor), currency);
  return <small>{t(minor > 0 ? "gained" : "lost", { amount })}</small>;
}
