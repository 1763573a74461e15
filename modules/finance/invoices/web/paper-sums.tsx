import { decimalText } from "#kernel/decimal.ts";
import type { Minor } from "#kernel/money.ts";
import { Money } from "#ui/money.tsx";
import { moneyText } from "#ui/numbers.ts";
import { useWords } from "#ui/words.ts";
import styles from "./invoice.module.css";
import { invoiceWords } from "./invoices.words.ts";

type Group = {
  readonly scheme: string;
  readonly rate: bigint | string;
  readonly isWithheld: boolean;
  readonly taxableMinor: Minor;
  readonly taxMinor: Minor;
  readonly codes: readonly { code: string }[];
};
type Sums = {
  readonly linesMinor: Minor;
  readonly discountMinor: Minor;
  readonly chargeMinor: Minor;
  readonly netMinor: Minor;
  readonly roundingMinor: Minor;
  readonly payableMinor: Minor;
  readonly groups: readonly Group[];
};

/** How a total comes about: nothing that is zero, but for the total. */
export function PaperSums({
  of,
  currency,
  after = [],
  isBought = false,
}: {
  of: Sums;
  currency: string;
  /** A supplier's paper: what is withheld of it is not paid to them, and what we owe on it ourselves is told. */
  isBought?: boolean;
  after?: readonly { label: string; minor: Minor }[];
}) {
  const t = useWords(invoiceWords);
  const labelOf = (group: Group) =>
    t("taxAt", {
      code: [...new Set(group.codes.map(({ code }) => code))].join(", "),
      rate: typeof group.rate === "string" ? group.rate : decimalText(group.rate),
      base: moneyText(group.taxableMinor, currency),
    });
  const taxes = of.groups
    .filter(({ isWithheld }) => !isWithheld)
    .map((group) => ({ label: labelOf(group), minor: group.taxMinor, isTax: true }));
  const aside = isBought ? of.groups.filter(({ isWithheld }) => isWithheld) : [];
  const withheld = aside
    .filter(({ scheme }) => scheme === "WITHHOLDING")
    .map((group) => ({ label: labelOf(group), minor: -group.taxMinor, isTax: true }));
  const own = aside.filter(({ scheme }) => scheme !== "WITHHOLDING");
  const rows = [
    { label: t("sumLines"), minor: of.linesMinor },
    { label: t("sumDiscount"), minor: -of.discountMinor },
    { label: t("sumCharge"), minor: of.chargeMinor },
    ...(of.netMinor === of.linesMinor ? [] : [{ label: t("sumNet"), minor: of.netMinor }]),
    ...taxes,
    { label: t("sumRounding"), minor: of.roundingMinor },
    ...withheld,
  ].filter((row) => row.minor !== 0 || "isTax" in row);
  return (
    <dl className={styles.sums}>
      {rows.map(({ label, minor }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <Money minor={minor} currency={currency} bare />
          </dd>
        </div>
      ))}
      <div data-total>
        <dt>{t("sumTotal")}</dt>
        <dd>
          <Money minor={of.payableMinor} currency={currency} />
        </dd>
      </div>
      {own.map((group) => (
        <div key={labelOf(group)}>
          <dt>{t("ownTax", { tax: labelOf(group) })}</dt>
          <dd>
            <Money minor={group.taxMinor} currency={currency} bare />
          </dd>
        </div>
      ))}
      {after.map(({ label, minor }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <Money minor={minor} currency={currency} bare />
          </dd>
        </div>
      ))}
    </dl>
  );
}
