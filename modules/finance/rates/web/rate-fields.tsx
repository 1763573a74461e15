import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { dateText } from "#ui/dates.ts";
import type { FieldProps } from "#ui/form/field.tsx";
import { MoneyField } from "#ui/form/money-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useCalendar, useCompany } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { useRateOn } from "./rates.client.ts";
import { rateWords } from "./rates.words.ts";

type Props = {
  of: FieldProps["of"];
  /** What is told a rate of. */
  currency: string;
  on: string | null;
};

/** By which rate something foreign is posted: what is known by its day, unless another is typed. Nothing where it is not foreign. */
export function RateField({ of, currency, on }: Props) {
  const t = useWords(rateWords);
  const calendar = useCalendar();
  const { currency: home } = useCompany();
  const isForeign = currency !== home;
  const { data } = useRateOn(currency, on, isForeign);
  if (!isForeign) return null;
  const known = data?.rate ?? null;
  return (
    <TextField
      of={of}
      name="rate"
      label={t("rateOf", { currency, home })}
      optional={known !== null}
      help={
        known === null
          ? t("noneKnown")
          : t("known", { rate: known.rate, day: dateText(known.rateOn, calendar) })
      }
    />
  );
}

/**
 * What a payment asks besides its amount: where the account keeps the papers' foreign currency a rate, where it keeps that of the books
 * and the papers do not, how much moved on it.
 */
export function MoneyFields({
  accountId,
  label,
  ...props
}: Props & { accountId: string | null; label: string }) {
  const { currency: home } = useCompany();
  const { data: chart } = useChart("without");
  const account = chart?.accounts.find(({ id }) => id === accountId);
  if (account === undefined || props.currency === home) return null;
  const money = account.currency ?? home;
  if (money === props.currency) return <RateField {...props} />;
  return <MoneyField of={props.of} name="moneyMinor" label={`${label}, ${home}`} currency={home} />;
}

/** As it is sent: left out where nothing was typed. */
export const rateTyped = (rate: string): { rate?: string } =>
  rate.trim() === "" ? {} : { rate: rate.trim() };
