import { IconArrowsExchange, IconFileTypePdf } from "@tabler/icons-react";
import { useState } from "react";
import { savePdf } from "#modules/finance/invoices/web/saving.ts";
import { LetterForm } from "#modules/finance/sendings/web/letter-form.tsx";
import { SentSection } from "#modules/finance/sendings/web/sent-sections.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Figures } from "#ui/figures.tsx";
import { Link, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Page } from "#ui/page.tsx";
import { PeriodPicker, usePeriod } from "#ui/period-picker.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import {
  type CustomerStatement,
  customerStatementsApi,
  useCustomerStatement,
} from "./customer-statements.client.ts";
import { customerStatementWords } from "./customer-statements.words.ts";

/** What a customer owed, what changed it, and what is open. */
export function CustomerStatementPage() {
  const t = useWords(customerStatementWords);
  const id = useParam("customerId");
  const { from, to } = usePeriod();
  const [isSending, setSending] = useState(false);
  const [chosen, choose] = useState<string | null>(null);
  const [problem, tell] = useState<unknown>(null);
  return (
    <Page
      of={useCustomerStatement(id, from, to, chosen)}
      title={t("title")}
      crumb={{ to: `/customers/${id}`, label: t("customer") }}
      actions={(data) => (
        <>
          <PeriodPicker />
          <Verbs of={data} onSend={() => setSending(true)} choose={choose} tell={tell} />
        </>
      )}
      aside={(data) => <SentSection rows={data.sent} />}
    >
      {(data) => (
        <>
          <ProblemNote of={problem} />
          <Sums of={data} />
          <Moves of={data} />
          <Open of={data} />
          <Dialog isOpen={isSending} onClose={() => setSending(false)} title={t("sendTitle")}>
            {isSending && (
              <LetterForm
                of={data}
                goesAlong={t("goesAlong")}
                send={(said) =>
                  customerStatementsApi.send({ id, from, to, currency: data.currency, ...said })
                }
                onDone={() => setSending(false)}
              />
            )}
          </Dialog>
        </>
      )}
    </Page>
  );
}

type VerbsProps = {
  of: CustomerStatement;
  onSend: () => void;
  choose: (currency: string) => void;
  tell: (problem: unknown) => void;
};

function Verbs({ of, onSend, choose, tell }: VerbsProps) {
  const t = useWords(customerStatementWords);
  const language = useLanguage();
  const print = async () => {
    const { customerId: id, from, to, currency } = of;
    const file = await customerStatementsApi.pdf({ id, from, to, language, currency }).catch(tell);
    if (file !== undefined) savePdf(file);
  };
  return (
    <>
      <More
        items={[
          {
            label: t("pdf"),
            icon: <IconFileTypePdf size={16} stroke={1.6} />,
            onClick: () => void print(),
          },
          ...of.currencies
            .filter((currency) => currency !== of.currency)
            .map((currency) => ({
              label: t("inCurrency", { currency }),
              icon: <IconArrowsExchange size={16} stroke={1.6} />,
              onClick: () => choose(currency),
            })),
        ]}
      />
      <ActionButton blocked={of.blocked.send} onClick={onSend}>
        {t("send")}
      </ActionButton>
    </>
  );
}

function Sums({ of }: { of: CustomerStatement }) {
  const t = useWords(customerStatementWords);
  const money = (minor: number) => <Money minor={minor} currency={of.currency} />;
  const sumOf = (isMore: boolean) =>
    of.rows
      .filter(({ amountMinor }) => amountMinor > 0 === isMore)
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  return (
    <Figures
      small
      of={[
        { label: t("opening"), value: money(of.openingMinor) },
        { label: t("invoiced"), value: money(sumOf(true)) },
        { label: t("paid"), value: money(sumOf(false)) },
        { label: t("closing"), value: money(of.closingMinor) },
      ]}
    />
  );
}

function Moves({ of }: { of: CustomerStatement }) {
  const t = useWords(customerStatementWords);
  const calendar = useCalendar();
  const rows = of.rows.map((row, at) => ({ ...row, key: String(at) }));
  return (
    <Section title={t("moves")}>
      {rows.length === 0 ? (
        <p className="k-caption">{t("none")}</p>
      ) : (
        <Table
          label={t("moves")}
          rows={rows}
          keyOf={({ key }) => key}
          columns={[
            {
              label: t("what"),
              kind: "name",
              cell: ({ kind, called, invoiceId }) => (
                <>
                  {t(`kind.${kind}`)}{" "}
                  {invoiceId === null ? (
                    called
                  ) : (
                    <Link to={`/invoices/${invoiceId}`}>{called}</Link>
                  )}
                </>
              ),
            },
            {
              label: t("day"),
              kind: "quiet",
              phone: "under",
              cell: ({ on }) => dateText(on, calendar),
            },
            {
              label: t("amount"),
              kind: "number",
              phone: "hide",
              cell: ({ amountMinor }) => <Money minor={amountMinor} currency={of.currency} bare />,
            },
            {
              label: t("balance"),
              kind: "number",
              cell: ({ balanceMinor }) => (
                <Money minor={balanceMinor} currency={of.currency} bare />
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

function Open({ of }: { of: CustomerStatement }) {
  const t = useWords(customerStatementWords);
  const calendar = useCalendar();
  return (
    <Section title={t("open")}>
      {of.open.length === 0 ? (
        <p className="k-caption">{t("noneOpen")}</p>
      ) : (
        <Table
          label={t("open")}
          rows={of.open}
          keyOf={({ invoiceId }) => invoiceId}
          to={({ invoiceId }) => `/invoices/${invoiceId}`}
          columns={[
            { label: t("number"), kind: "name", cell: ({ number }) => number },
            {
              label: t("due"),
              kind: "quiet",
              phone: "under",
              cell: ({ dueOn }) => dateText(dueOn, calendar),
            },
            {
              label: t("amount"),
              kind: "number",
              phone: "hide",
              cell: ({ payableMinor }) => (
                <Money minor={payableMinor} currency={of.currency} bare />
              ),
            },
            {
              label: t("left"),
              kind: "number",
              cell: ({ dueMinor }) => <Money minor={dueMinor} currency={of.currency} bare />,
            },
          ]}
        />
      )}
    </Section>
  );
}
