import type { ReactNode } from "react";
import { dateText } from "#ui/dates.ts";
import { Money } from "#ui/money.tsx";
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

type Settled = { minor: number; currency: string; gainMinor: number };

/** What a payment settled, and under it what the rates made of that. */
export function SettledAmount({ minor, currency, gainMinor }: Settled) {
  const t = useWords(rateWords);
  const { currency: home } = useCompany();
  const amount = moneyText(Math.abs(gainMinor), home);
  return (
    <>
      <Money minor={minor} currency={currency} bare />
      {gainMinor !== 0 && <small>{t(gainMinor > 0 ? "gained" : "lost", { amount })}</small>}
    </>
  );
}
