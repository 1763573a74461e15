import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { rangeText } from "#ui/dates.ts";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Money } from "#ui/money.tsx";
import { currencySign } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { LongWork } from "#ui/progress.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { type Rerun, refreshPostings, rulesApi, useRerun } from "./postings.client.ts";
import styles from "./rules.module.css";
import { postingWords } from "./rules.words.ts";

/** A time that was posted by other rules is brought to those of today: first seen, then done. */
export function PostAnew() {
  const t = useWords(postingWords);
  const { data } = useRerun();
  if (data === undefined) return null;
  const isBusy = data.state === "trying" || data.state === "posting";
  return (
    <Section title={t("anew")}>
      <p className="k-caption">{t("anewText")}</p>
      {isBusy ? (
        <LongWork
          title={t(data.state === "trying" ? "trying" : "posting")}
          done={data.doneCount}
          total={data.totalCount}
        />
      ) : (
        <>
          <Range of={data} />
          <Outcome of={data} />
        </>
      )}
    </Section>
  );
}

function Range({ of }: { of: Rerun }) {
  const t = useWords(postingWords);
  const reason = useReason();
  const { today } = useCalendar();
  const form = useForm({
    start: {
      from: (of.from ?? `${today.slice(0, 8)}01`) as string | null,
      to: (of.to ?? today) as string | null,
    },
    check: ({ from, to }: { from: string | null; to: string | null }) => ({
      from: from === null ? "field.required" : null,
      to: to === null ? "field.required" : null,
    }),
    send: ({ from, to }) => rulesApi.tryAnew({ from: from ?? today, to: to ?? today }),
    onKept: () => void refreshPostings(),
  });
  if (of.blocked.try !== null) return <p className="k-muted">{reason(of.blocked.try)}</p>;
  return (
    <Form of={form} guards={false}>
      <div className={styles.range}>
        <DateField of={form} name="from" label={t("from")} />
        <DateField of={form} name="to" label={t("to")} />
        <SendButton of={form} variant="default">
          {t("try")}
        </SendButton>
      </div>
    </Form>
  );
}

function Outcome({ of }: { of: Rerun }) {
  const t = useWords(postingWords);
  const calendar = useCalendar();
  const [isBusy, setBusy] = useState(false);
  const [problem, tell] = useState<unknown>(null);
  const { state, from, to, currency } = of;
  if (state === "none" || from === null || to === null || currency === null) return null;
  const time = rangeText(from, to, calendar);
  if (state === "posted")
    return <p role="status">{t("posted", { count: of.changedCount, time })}</p>;
  if (of.changedCount === 0)
    return <p role="status">{t("nothing", { count: of.totalCount, time })}</p>;
  const post = async () => {
    setBusy(true);
    tell(null);
    await rulesApi.postAnew({}).catch(tell);
    setBusy(false);
    void refreshPostings();
  };
  return (
    <div className={styles.outcome}>
      <p role="status">{t("wouldChange", { count: of.changedCount, all: of.totalCount, time })}</p>
      <Table
        label={t("changes")}
        rows={of.changes}
        keyOf={({ account }) => account.id}
        columns={[
          {
            label: t("account"),
            kind: "name",
            cell: ({ account }) => `${account.code} ${account.name}`,
          },
          {
            label: `${t("debits")}, ${currencySign(currency)}`,
            kind: "number",
            cell: ({ amountMinor }) => <Money minor={amountMinor} currency={currency} bare plus />,
          },
        ]}
      />
      <ProblemNote of={problem} />
      <ActionButton blocked={of.blocked.post} isBusy={isBusy} onClick={() => void post()}>
        {t("postAnew", { count: of.changedCount })}
      </ActionButton>
    </div>
  );
}
