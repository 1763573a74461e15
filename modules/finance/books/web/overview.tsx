import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { SalesProof } from "#modules/finance/statements/web/sales-proof.tsx";
import { useProfit } from "#modules/finance/statements/web/statements.client.ts";
import styles from "#modules/finance/statements/web/statements.module.css";
import { statementWords } from "#modules/finance/statements/web/statements.words.ts";
import { usePostings } from "#modules/sales/postings/web/postings.client.ts";
import { Bones } from "#ui/bones.tsx";
import { dateText } from "#ui/dates.ts";
import { Facts } from "#ui/facts.tsx";
import { Figures } from "#ui/figures.tsx";
import { Money } from "#ui/money.tsx";
import { Note } from "#ui/note.tsx";
import { LongWork } from "#ui/progress.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import type { Books } from "./books.client.ts";
import { booksWords } from "./books.words.ts";
import { TellRate } from "./tell-rate.tsx";

/** Books that are on: what they come to, how far the sales are in them, and what they wait for. */
export function Overview({ since }: { since: NonNullable<Books["since"]> }) {
  const t = useWords(statementWords);
  const tb = useWords(booksWords);
  const calendar = useCalendar();
  const { data: postings } = usePostings();
  const waiting = postings?.waiting[0];
  return (
    <div className={styles.stack}>
      <MonthFigures currency={since.currency} />
      {postings?.run?.state === "running" && (
        <LongWork
          title={t("filling")}
          done={postings.run.doneCount}
          total={postings.run.totalCount}
        />
      )}
      {postings !== undefined && waiting !== undefined && (
        <Note tone="warn">
          {t("waiting", { count: postings.waitingCount })}
          <TellRate currency={waiting.currency} on={waiting.placedOn} home={since.currency} />
        </Note>
      )}
      <SalesProof />
      <Section title={tb("books")}>
        <Facts
          rows={[
            [tb("startsOn"), dateText(since.startsOn, calendar)],
            [tb("chart"), tb(`chart.${since.chart}`)],
            postings?.run?.state === "done" && [
              tb("source.order"),
              t("filled", { count: postings.run.doneCount }),
            ],
          ]}
        />
      </Section>
    </div>
  );
}

function MonthFigures({ currency }: { currency: string }) {
  const t = useWords(statementWords);
  const { today } = useCalendar();
  const month = { from: `${today.slice(0, 8)}01`, to: today };
  const { data: profit } = useProfit(month, "none");
  const { data: chart } = useChart();
  if (profit === undefined || chart === undefined) return <Bones as="figures" />;
  const { accounts } = chart;
  const money = (minor: number) => <Money minor={minor} currency={currency} />;
  const standing = (isWanted: (account: (typeof accounts)[number]) => boolean) =>
    accounts.filter(isWanted).reduce((sum, { balanceMinor }) => sum + balanceMinor, 0);
  const report = `/books/profit-and-loss?period=this-month`;
  return (
    <Figures
      of={[
        { label: t("revenueMonth"), value: money(profit.sums.revenue.nowMinor), to: report },
        { label: t("profitMonth"), value: money(profit.sums.netProfit.nowMinor), to: report },
        {
          label: t("bank"),
          value: money(standing(({ kind, isGroup }) => kind === "bank" && !isGroup)),
          to: "/chart",
        },
        {
          label: t("owing"),
          value: money(standing(({ part }) => part === "receivable")),
          to: "/books/balance-sheet",
        },
        {
          label: t("onItsWay"),
          value: money(standing(({ part }) => part === "clearing")),
          to: "/chart",
        },
      ]}
    />
  );
}
