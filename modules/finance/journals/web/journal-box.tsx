import { booksWords } from "#modules/finance/books/web/books.words.ts";
import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { currencySign, moneyText } from "#ui/numbers.ts";
import { useWords } from "#ui/words.ts";
import type { JournalEntry } from "./journals.client.ts";
import styles from "./journals.module.css";

type Line = JournalEntry["lines"][number];

/** A journal as bookkeepers write it: debits first, credits indented. */
export function JournalBox({ of }: { of: Pick<JournalEntry, "lines" | "currency"> }) {
  const t = useWords(booksWords);
  const lines = of.lines.map((line, at) => ({ ...line, key: at }));
  const inOrder = [
    ...lines.filter(({ amountMinor }) => amountMinor > 0),
    ...lines.filter(({ amountMinor }) => amountMinor < 0),
  ];
  return (
    <table className={styles.box}>
      <thead>
        <tr>
          <th scope="col">{t("account")}</th>
          <th scope="col" data-figure>
            {t("debit")}, {currencySign(of.currency)}
          </th>
          <th scope="col" data-figure>
            {t("credit")}, {currencySign(of.currency)}
          </th>
        </tr>
      </thead>
      <tbody>
        {inOrder.map((line) => (
          <tr key={line.key} data-credit={line.amountMinor < 0 || undefined}>
            <td>
              <Link to={`/journals?account=${line.accountId}`}>
                <code>{line.accountCode}</code> {line.accountName}
              </Link>
              <Said of={line} home={of.currency} />
            </td>
            <td data-figure>
              {line.amountMinor > 0 && (
                <Money minor={line.amountMinor} currency={of.currency} bare />
              )}
            </td>
            <td data-figure>
              {line.amountMinor < 0 && (
                <Money minor={-line.amountMinor} currency={of.currency} bare />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Said({ of, home }: { of: Line; home: string }) {
  const t = useWords(booksWords);
  const amount = moneyText(Math.abs(of.documentMinor), of.currency);
  const said = [
    of.memo,
    of.currency === home ? "" : t("rate", { amount, rate: of.rate }),
    of.dimensions.channel,
    ...Object.values(of.dimensions.own),
  ].filter((one) => one !== "");
  return said.length === 0 ? null : <small>{said.join(" · ")}</small>;
}
