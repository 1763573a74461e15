import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { changeOf, changeText } from "#ui/numbers.ts";
import { useWords } from "#ui/words.ts";
import styles from "./statements.module.css";
import { statementWords } from "./statements.words.ts";

type Figure = { readonly nowMinor: number; readonly beforeMinor: number | null };
export type ReportRow = {
  readonly key: string;
  readonly as: "head" | "account" | "sum" | "milestone" | "last";
  readonly code?: string;
  readonly label: string;
  readonly figure?: Figure;
  /** The entries behind the figure. */
  readonly to?: string;
};

/** A statement: sections of accounts, their sums, and what they come to. */
export function Report({
  rows,
  currency,
  head,
}: {
  rows: readonly ReportRow[];
  currency: string;
  head: readonly string[];
}) {
  const t = useWords(statementWords);
  const isCompared = head.length > 1;
  return (
    <table className={styles.report}>
      <thead>
        <tr>
          <th scope="col">{t("account")}</th>
          {head.map((label) => (
            <th key={label} scope="col" data-figure>
              {label}
            </th>
          ))}
          {isCompared && (
            <th scope="col" data-figure data-wide>
              {t("change")}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, as, code, label, figure, to }) => (
          <tr key={key} data-row={as}>
            <th scope="row">
              {code !== undefined && <code>{code}</code>}
              {label}
            </th>
            <td data-figure>
              {figure !== undefined &&
                (to === undefined || figure.nowMinor === 0 ? (
                  <Amount minor={figure.nowMinor} currency={currency} />
                ) : (
                  <Link to={to}>
                    <Amount minor={figure.nowMinor} currency={currency} />
                  </Link>
                ))}
            </td>
            {isCompared && (
              <>
                <td data-figure data-muted>
                  {figure?.beforeMinor != null && (
                    <Amount minor={figure.beforeMinor} currency={currency} />
                  )}
                </td>
                <td data-figure data-muted data-wide>
                  {figure?.beforeMinor != null &&
                    changeText(changeOf(figure.nowMinor, figure.beforeMinor))}
                </td>
              </>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Nothing is a dash. */
export const Amount = ({ minor, currency }: { minor: number; currency: string }) =>
  minor === 0 ? (
    <span className="k-muted">–</span>
  ) : (
    <Money minor={minor} currency={currency} bare />
  );
