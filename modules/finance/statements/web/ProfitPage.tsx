import { BooksTabs } from "#modules/finance/books/web/books-tabs.tsx";
import { DownloadMenu } from "#modules/finance/reports/web/download-menu.tsx";
import { rangeText } from "#ui/dates.ts";
import { currencySign } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { PeriodPicker, usePeriod } from "#ui/period-picker.tsx";
import { useCalendar } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { ComparePicker, useComparing } from "./compare-picker.tsx";
import { Report, type ReportRow } from "./report.tsx";
import { SalesProof } from "./sales-proof.tsx";
import { type ProfitAndLoss, useProfit } from "./statements.client.ts";
import styles from "./statements.module.css";
import { type StatementT, statementWords } from "./statements.words.ts";
import { useWithin, WithinPicker } from "./within-picker.tsx";

/** What was earned and spent in a time, and what is left of it. */
export function ProfitPage() {
  const t = useWords(statementWords);
  const { from, to } = usePeriod();
  const calendar = useCalendar();
  const compare = useComparing();
  const within = useWithin();
  const profit = useProfit({ from, to, ...within }, compare);
  return (
    <Page
      of={profit}
      title={t("profit")}
      actions={<PeriodPicker />}
      tabs={<BooksTabs here="/books/profit-and-loss" />}
    >
      {(data) => {
        const rows = rowsOf(data, t);
        const times = [data.now, ...(data.before === null ? [] : [data.before])];
        const head = times.map((time) => rangeText(time.from, time.to, calendar));
        return (
          <>
            <div className={styles.tools}>
              <span className="k-caption">{currencySign(data.currency)}</span>
              <WithinPicker />
              <ComparePicker />
              <DownloadMenu of={{ report: "profit_and_loss", from, to, compare, ...within }} />
            </div>
            {data.rows.length === 0 ? (
              <p className="k-muted">{t("nothing")}</p>
            ) : (
              <Report rows={rows} currency={data.currency} head={head} />
            )}
            {Object.keys(within).length === 0 && <SalesProof />}
          </>
        );
      }}
    </Page>
  );
}

function rowsOf({ rows, sums, now }: ProfitAndLoss, t: StatementT): ReportRow[] {
  const accounts = (...kinds: string[]): ReportRow[] =>
    rows
      .filter(({ kind }) => kinds.includes(kind))
      .map((row) => ({
        ...{ key: row.accountId, as: "account", code: row.code, label: row.name, figure: row },
        to: `/journals?account=${row.accountId}&from=${now.from}&to=${now.to}`,
      }));
  const section = (key: string, label: string, inside: ReportRow[], sum: ReportRow["figure"]) =>
    inside.length === 0
      ? []
      : [
          { key, as: "head" as const, label },
          ...inside,
          { key: `${key}.sum`, as: "sum" as const, label: t("total"), ...(sum && { figure: sum }) },
        ];
  return [
    ...section("revenue", t("revenue"), accounts("revenue"), sums.revenue),
    ...section("cost", t("cost_of_sales"), accounts("cost_of_sales"), sums.costOfSales),
    { key: "gross", as: "milestone", label: t("gross"), figure: sums.grossProfit },
    ...section("other", t("other_income"), accounts("other_income"), sums.otherIncome),
    ...section("expenses", t("expenses"), accounts("expense", "other_expense"), sums.expenses),
    { key: "net", as: "last", label: t("net"), figure: sums.netProfit },
  ];
}
