import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { BooksTabs } from "#modules/finance/books/web/books-tabs.tsx";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { ComparePicker, useComparing } from "#modules/finance/statements/web/compare-picker.tsx";
import styles from "#modules/finance/statements/web/statements.module.css";
import { useWithin, WithinPicker } from "#modules/finance/statements/web/within-picker.tsx";
import { readDay } from "#ui/dates.ts";
import { NeededDayInput } from "#ui/form/day-input.tsx";
import { Link } from "#ui/link.tsx";
import { currencySign } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { PeriodPicker, usePeriod } from "#ui/period-picker.tsx";
import { useCalendar } from "#ui/session.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { DownloadMenu } from "./download-menu.tsx";
import { type Asked, useReport } from "./reports.client.ts";
import { reportWords } from "./reports.words.ts";
import { SheetTable } from "./sheet-table.tsx";

/** Where money came from and went. */
export function CashFlowPage() {
  const t = useWords(reportWords);
  const { from, to } = usePeriod();
  const compare = useComparing();
  const [url, change] = useUrl();
  const isDirect = url["method"] === "direct";
  return (
    <Report
      title={t("cash_flow")}
      here="/books/cash-flow"
      asked={{ report: isDirect ? "cash_flow_direct" : "cash_flow", from, to, compare }}
      actions={<PeriodPicker />}
      tools={
        <>
          <Select
            aria-label={t("method")}
            w={180}
            allowDeselect={false}
            data={[
              { value: "indirect", label: t("method.indirect") },
              { value: "direct", label: t("method.direct") },
            ]}
            value={isDirect ? "direct" : "indirect"}
            onChange={(value) =>
              change({ method: value === "direct" ? value : null }, { push: true })
            }
          />
          <ComparePicker />
        </>
      }
      nothing={t("nothing")}
    />
  );
}

const PROFITS = [
  "profit_by_channel",
  "profit_by_product",
  "profit_by_customer",
  "profit_by_order",
] as const;

/** What is earned by whom and with what: each way comes to the profit and loss of the same time. */
export function ProfitByPage() {
  const t = useWords(reportWords);
  const { from, to } = usePeriod();
  const compare = useComparing();
  const within = useWithin();
  const [url, change] = useUrl();
  const report = PROFITS.find((one) => one === `profit_by_${url["by"]}`) ?? PROFITS[0];
  return (
    <Report
      title={t("profitBy")}
      here="/books/profit-by"
      asked={{ ...{ report, from, to, compare }, ...within }}
      actions={<PeriodPicker />}
      tools={
        <>
          <Select
            aria-label={t("by")}
            w={180}
            allowDeselect={false}
            data={PROFITS.map((value) => ({ value, label: t(value) }))}
            value={report}
            onChange={(value) =>
              change({ by: String(value).replace("profit_by_", "") }, { push: true })
            }
          />
          <WithinPicker />
          <ComparePicker />
        </>
      }
      hint={report === "profit_by_product" ? t("productsHow") : undefined}
      nothing={t("nothing")}
    />
  );
}

/** Account after account, line by line. */
export function LedgerPage() {
  const t = useWords(reportWords);
  const { from, to } = usePeriod();
  const within = useWithin();
  const [url, change] = useUrl();
  const { data: chart } = useChart("with");
  const account = url["account"];
  const accounts = (chart?.accounts ?? []).filter(({ isGroup }) => !isGroup);
  return (
    <Report
      title={t("general_ledger")}
      here="/books/general-ledger"
      asked={{
        ...{ report: "general_ledger", from, to, ...within },
        ...(account === undefined ? {} : { account }),
      }}
      actions={<PeriodPicker />}
      tools={
        <>
          <WithinPicker />
          <Select
            aria-label={t("account")}
            placeholder={t("allAccounts")}
            w={260}
            searchable
            clearable
            clearButtonProps={{ "aria-label": t("allAccounts") }}
            data={accounts.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
            value={account ?? null}
            onChange={(value) => change({ account: value }, { push: true })}
          />
        </>
      }
      nothing={t("nothing")}
    />
  );
}

/** What is levied in a time, and that it is what the books say. */
export function TaxPage() {
  const t = useWords(reportWords);
  const { from, to } = usePeriod();
  return (
    <Report
      title={t("tax")}
      here="/books/tax"
      asked={{ report: "tax", from, to }}
      actions={<PeriodPicker />}
      tools={
        <Link to="/books/periods" className="k-link">
          {t("toFile")}
        </Link>
      }
      nothing={t("nothing")}
    />
  );
}

/** Who owed what on a day, and how late it was. */
export function ReceivablesPage() {
  const t = useWords(reportWords);
  return <OnADay report="receivables" nothing={t("nobodyOwes")} />;
}

/** What was owed to whom on a day, how late it was, and what was paid ahead. */
export function PayablesPage() {
  const t = useWords(reportWords);
  return <OnADay report="payables" nothing={t("nobodyIsOwed")} />;
}

function OnADay({ report, nothing }: { report: "receivables" | "payables"; nothing: string }) {
  const t = useWords(reportWords);
  const { today } = useCalendar();
  const [url, change] = useUrl();
  const on = readDay(url["on"] ?? "", today) ?? today;
  return (
    <Report
      title={t(report)}
      here={`/books/${report}`}
      asked={{ report, from: on, to: on }}
      tools={
        <NeededDayInput aria-label={t("on")} value={on} onDay={(day) => change({ on: day })} />
      }
      nothing={nothing}
    />
  );
}

type Props = {
  title: string;
  here:
    | "/books/cash-flow"
    | "/books/profit-by"
    | "/books/general-ledger"
    | "/books/receivables"
    | "/books/payables"
    | "/books/tax";
  asked: Omit<Asked, "language">;
  actions?: ReactNode;
  tools: ReactNode;
  hint?: string | undefined;
  nothing: string;
};

function Report({ title, here, asked, actions, tools, hint, nothing }: Props) {
  const language = useLanguage();
  const report = useReport({ ...asked, language });
  return (
    <Page of={report} title={title} actions={actions} tabs={<BooksTabs here={here} />}>
      {(sheet) => (
        <>
          <div className={styles.tools}>
            <span className="k-caption">
              {sheet.period} · {currencySign(sheet.currency)}
            </span>
            {tools}
            <DownloadMenu of={asked} />
          </div>
          {sheet.rows.length === 0 ? (
            <p className="k-muted">{nothing}</p>
          ) : (
            <SheetTable of={sheet} />
          )}
          {hint !== undefined && <p className="k-muted">{hint}</p>}
        </>
      )}
    </Page>
  );
}
