import { IconPencil, IconPlayerPause, IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useState } from "react";
import { BuyerSection } from "#modules/finance/invoices/web/buyer-section.tsx";
import { PaperLines } from "#modules/finance/invoices/web/paper-lines.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Facts } from "#ui/facts.tsx";
import { Link, useGo, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import {
  type Recurring,
  recurringApi,
  refreshRecurring,
  useRecurring,
} from "./recurring.client.ts";
import { recurringWords } from "./recurring.words.ts";
import { RecurringStatus } from "./recurring-status.tsx";
// Why the one that is due did not come about is said in the words of invoices and books.
import "#modules/finance/invoices/web/invoices.words.ts";
import "#modules/finance/books/web/books.words.ts";

/** One that comes again: what it says, which were made, and which come. */
export function RecurringPage() {
  const t = useWords(recurringWords);
  const reason = useReason();
  const recurring = useRecurring(useParam("recurringId"));
  const [problem, tell] = useState<unknown>(null);
  return (
    <Page
      of={recurring}
      title={({ buyerName }) => buyerName}
      crumb={{ to: "/recurring", label: t("title") }}
      status={(data) => <RecurringStatus of={data} />}
      actions={(data) => <Verbs of={data} tell={tell} />}
      aside={(data) => <Aside of={data} />}
    >
      {(data) => (
        <>
          <ProblemNote of={problem} />
          {data.failure !== null && (
            <Note tone="warn">
              {reason(data.failure)} {t("failureText")}
            </Note>
          )}
          <Section title={t("says")}>
            <PaperLines of={data} />
          </Section>
          <Made of={data} />
        </>
      )}
    </Page>
  );
}

function Verbs({ of, tell }: { of: Recurring; tell: (problem: unknown) => void }) {
  const t = useWords(recurringWords);
  const go = useGo();
  const [asks, ask] = useState(false);
  const { id, version, blocked } = of;
  const does = async (verb: "pause" | "resume", said: string) => {
    const after = await recurringApi[verb]({ id, version }).catch(tell);
    if (after === undefined) return;
    refreshRecurring();
    toast(said);
  };
  const end = async () => {
    await recurringApi.end({ id, version });
    refreshRecurring();
    toast(t("wasEnded"));
  };
  return (
    <>
      <More
        label={t("more")}
        items={[
          {
            label: t("end"),
            icon: <IconPlayerStop size={16} stroke={1.6} />,
            blocked: blocked.end,
            isDanger: true,
            onClick: () => ask(true),
          },
        ]}
      />
      {of.status === "paused" ? (
        <ActionButton
          blocked={blocked.resume}
          leftSection={<IconPlayerPlay size={16} stroke={1.6} />}
          onClick={() => void does("resume", t("wasResumed"))}
        >
          {t("resume")}
        </ActionButton>
      ) : (
        <ActionButton
          quiet
          variant="default"
          blocked={blocked.pause}
          leftSection={<IconPlayerPause size={16} stroke={1.6} />}
          onClick={() => void does("pause", t("wasPaused"))}
        >
          {t("pause")}
        </ActionButton>
      )}
      <ActionButton
        quiet
        variant="default"
        blocked={blocked.change}
        leftSection={<IconPencil size={16} stroke={1.6} />}
        onClick={() => go(`/recurring/${id}/edit`)}
      >
        {t("edit")}
      </ActionButton>
      <Dialog
        isOpen={asks}
        onClose={() => ask(false)}
        title={t("endTitle")}
        verb={t("end")}
        isDanger
        onDo={end}
      >
        <p>{t("endText")}</p>
      </Dialog>
    </>
  );
}

function Made({ of }: { of: Recurring }) {
  const t = useWords(recurringWords);
  const calendar = useCalendar();
  return (
    <Section title={t("made")}>
      {of.periods.length === 0 ? (
        <p className="k-caption">{t("noneMade")}</p>
      ) : (
        <Table
          label={t("made")}
          rows={of.periods}
          keyOf={({ periodOn }) => periodOn}
          columns={[
            {
              label: t("period"),
              kind: "name",
              cell: ({ periodOn }) => dateText(periodOn, calendar),
            },
            {
              label: t("invoice"),
              kind: "quiet",
              phone: "under",
              cell: ({ invoiceId, number }) =>
                invoiceId === null ? (
                  t("gone")
                ) : (
                  <Link to={`/invoices/${invoiceId}`}>{number ?? t("draft")}</Link>
                ),
            },
            {
              label: t("amount"),
              kind: "number",
              cell: ({ payableMinor }) =>
                payableMinor === null ? (
                  "–"
                ) : (
                  <Money minor={payableMinor} currency={of.currency} bare />
                ),
            },
          ]}
        />
      )}
    </Section>
  );
}

function Aside({ of }: { of: Recurring }) {
  const t = useWords(recurringWords);
  const calendar = useCalendar();
  return (
    <>
      <Section title={t("plan")}>
        <Facts
          rows={[
            [t("every"), t(`every.${of.every}`)],
            [t("does"), t(`does.${of.does}`)],
            [t("startsOn"), dateText(of.startsOn, calendar)],
            [t("until"), of.endsOn === null ? t("forGood") : dateText(of.endsOn, calendar)],
            of.isMonthEnd && of.every !== "week" && [t("isMonthEnd"), "✓"],
          ]}
        />
        {of.every !== "week" && !of.isMonthEnd && Number(of.startsOn.slice(8)) > 28 && (
          <p className="k-caption">{t("shortMonths")}</p>
        )}
      </Section>
      <Section title={t("coming")}>
        <p className="k-caption">
          {of.comingOn.length === 0
            ? t("noneComing")
            : of.comingOn.map((day) => dateText(day, calendar)).join(" · ")}
        </p>
      </Section>
      <BuyerSection of={of} />
    </>
  );
}
