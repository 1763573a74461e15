import type { Minor } from "#kernel/money.ts";
import styles from "./money.module.css";
import { moneyParts } from "./numbers.ts";
import { useCompany } from "./session.tsx";

type Props = {
  minor: Minor;
  /** Left out: the company's. */
  currency?: string;
  /** In a column whose head names the currency. */
  bare?: boolean;
  /** Shows + before what was gained. */
  plus?: boolean;
};

/** Money in a sentence or a total carries its currency, muted; in a column the head does. */
export function Money({ currency, ...rest }: Props) {
  return currency === undefined ? <HomeMoney {...rest} /> : <Parts currency={currency} {...rest} />;
}

const HomeMoney = (props: Omit<Props, "currency">) => (
  <Parts currency={useCompany().currency} {...props} />
);

function Parts({ minor, currency, bare = false, plus = false }: Props & { currency: string }) {
  const said = moneyParts(minor, currency, plus);
  return (
    <span className={styles.money}>
      {said.sign}
      {!bare && <span className={styles.currency}>{said.currency}&nbsp;</span>}
      {said.figures}
    </span>
  );
}
