import { BooksTabs } from "#modules/finance/books/web/books-tabs.tsx";
import { DownloadMenu } from "#modules/finance/reports/web/download-menu.tsx";
import { Link } from "#ui/link.tsx";
import { currencySign } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { PeriodPicker, usePeriod } from "#ui/period-picker.tsx";
import { useWords } from "#ui/words.ts";
import { Amount } from "./report.tsx";
import { type TrialBalance, useTrial } from "./statements.client.ts";
import styles from "./statements.module.css";
import { statementWords } from "./statements.words.ts";
import { useWithin, WithinPicker } from "./within-picker.tsx";

const COLUMNS = [
  ["opening", "openingMinor"],
  ["debit", "debitMinor"],
  ["credit", "creditMinor"],
  ["closing", "closingMinor"],
] as const;

/** Every account: what it had, what came and went, what it has. */
export function TrialPage() {
  const t = useWords(statementWords);
  const { from, to } = usePeriod();
  const within = useWithin();
  const trial = useTrial({ from, to, ...within });
  return (
    <Page
      of={trial}
      title={t("trial")}
      actions={<PeriodPicker />}
      tabs={<BooksTabs here="/books/trial-balance" />}
    >
      {(data) => (
        <>
          <div className={styles.tools}>
            <span className="k-caption">{currencySign(data.currency)}</span>
            <WithinPicker />
            <DownloadMenu of={{ report: "trial_balance", from, to, ...within }} />
          </div>
          <Rows of={data} span={`from=${from}&to=${to}`} />
        </>
      )}
    </Page>
  );
}

function Rows({ of, span }: { of: TrialBalance; span: string }) {
  const t = useWords(statementWords);
  return (
    <table className={styles.report}>
      <thead>
        <tr>
          <th scope="col">{t("account")}</th>
          {COLUMNS.map(([label]) => (
            <th key={label} scope="col" data-figure data-wide={isWide(label)}>
              {t(label)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {of.rows.map((row) => (
          <tr key={row.accountId} data-row="account">
            <th scope="row">
              <Link to={`/journals?account=${row.accountId}&${span}`}>
                <code>{row.code}</code>
                {row.name}
              </Link>
            </th>
            {COLUMNS.map(([label, column]) => (
              <td key={label} data-figure data-wide={isWide(label)}>
                <Amount minor={row[column]} currency={of.currency} />
              </td>
            ))}
          </tr>
        ))}
        <tr data-row="last">
          <th scope="row">{t("total")}</th>
          {COLUMNS.map(([label, column]) => (
            <td key={label} data-figure data-wide={isWide(label)}>
              <Amount minor={of.sums[column]} currency={of.currency} />
            </td>
          ))}
        </tr>
      </tbody>
    </table>
  );
}

/** On a phone the closing balance is what fits. */
const isWide = (label: string) => label !== "closing" || undefined;
