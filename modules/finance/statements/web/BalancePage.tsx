import { IconCircleCheck } from "@tabler/icons-react";
import { BooksTabs } from "#modules/finance/books/web/books-tabs.tsx";
import { DownloadMenu } from "#modules/finance/reports/web/download-menu.tsx";
import { dateText, readDay } from "#ui/dates.ts";
import { NeededDayInput } from "#ui/form/day-input.tsx";
import { currencySign } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { useCalendar } from "#ui/session.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { ComparePicker, useComparing } from "./compare-picker.tsx";
import { Report, type ReportRow } from "./report.tsx";
import { type BalanceSheet, useBalance } from "./statements.client.ts";
import styles from "./statements.module.css";
import { type StatementT, statementWords } from "./statements.words.ts";
import { useWithin, WithinPicker } from "./within-picker.tsx";

/** What is owned and owed on a day. */
export function BalancePage() {
  const t = useWords(statementWords);
  const calendar = useCalendar();
  const [url, change] = useUrl();
  const on = readDay(url["on"] ?? "", calendar.today) ?? calendar.today;
  const compare = useComparing();
  const within = useWithin();
  const sheet = useBalance(on, compare, within);
  return (
    <Page of={sheet} title={t("balance")} tabs={<BooksTabs here="/books/balance-sheet" />}>
      {(data) => (
        <>
          <div className={styles.tools}>
            <span className="k-caption">{currencySign(data.currency)}</span>
            <NeededDayInput aria-label={t("on")} value={on} onDay={(day) => change({ on: day })} />
            <WithinPicker />
            <ComparePicker />
            <DownloadMenu of={{ report: "balance_sheet", from: on, to: on, compare, ...within }} />
          </div>
          <Report
            rows={rowsOf(data, t)}
            currency={data.currency}
            head={[data.now, ...(data.before === null ? [] : [data.before])].map((day) =>
              dateText(day, calendar),
            )}
          />
          {data.sums.elsewhere.nowMinor !== 0 && <p className="k-muted">{t("elsewhereWhy")}</p>}
          {data.sums.elsewhere.nowMinor === 0 &&
            data.sums.assets.nowMinor === data.sums.liabilitiesAndEquity.nowMinor && (
              <p className={styles.proof}>
                <IconCircleCheck size={15} stroke={1.8} aria-hidden="true" />
                {t("balances")}
              </p>
            )}
        </>
      )}
    </Page>
  );
}

function rowsOf({ rows, sums, now }: BalanceSheet, t: StatementT): ReportRow[] {
  const accounts = (type: string): ReportRow[] =>
    rows
      .filter((row) => row.type === type)
      .map((row) => ({
        ...{ key: row.accountId, as: "account", code: row.code, label: row.name, figure: row },
        to: `/journals?account=${row.accountId}&to=${now}`,
      }));
  return [
    { key: "assets", as: "head", label: t("assets") },
    ...accounts("asset"),
    { key: "assets.sum", as: "last", label: t("assets"), figure: sums.assets },
    { key: "liabilities", as: "head", label: t("liabilities") },
    ...accounts("liability"),
    { key: "liabilities.sum", as: "sum", label: t("total"), figure: sums.liabilities },
    { key: "equity", as: "head", label: t("equity") },
    ...accounts("equity"),
    { key: "earlier", as: "account", label: t("earlier"), figure: sums.profitEarlier },
    { key: "thisYear", as: "account", label: t("thisYear"), figure: sums.profitThisYear },
    { key: "equity.sum", as: "sum", label: t("total"), figure: sums.equity },
    ...(sums.elsewhere.nowMinor === 0 && (sums.elsewhere.beforeMinor ?? 0) === 0
      ? []
      : [
          {
            ...{ key: "elsewhere", as: "account" as const, label: t("elsewhere") },
            figure: sums.elsewhere,
          },
        ]),
    { key: "both", as: "last", label: t("both"), figure: sums.liabilitiesAndEquity },
  ];
}
