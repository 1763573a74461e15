import { Button } from "@mantine/core";
import {
  IconDownload,
  IconFileMinus,
  IconFileTypePdf,
  IconFileX,
  IconMail,
  IconMailExclamation,
  IconPencil,
  IconRepeat,
  IconRestore,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { SettledAmount, useWorthFacts } from "#modules/finance/rates/web/worth-facts.tsx";
import { SendDialog } from "#modules/finance/sendings/web/send-dialog.tsx";
import { sendingWords } from "#modules/finance/sendings/web/sendings.words.ts";
import { SentSections } from "#modules/finance/sendings/web/sent-sections.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Facts } from "#ui/facts.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link, useGo, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar, useMay } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { BuyerSection } from "./buyer-section.tsx";
import styles from "./invoice.module.css";
import { IssueDialog, ReceiveDialog, WriteOffDialog } from "./invoice-dialogs.tsx";
import { InvoiceStatus } from "./invoice-status.tsx";
import {
  type Invoice,
  invoicesApi,
  receiptsApi,
  refreshInvoices,
  useInvoice,
  writeOffsApi,
} from "./invoices.client.ts";
import { invoiceWords } from "./invoices.words.ts";
// Why the books refuse (a locked month, no books yet) is said in their words.
import "#modules/finance/books/web/books.words.ts";
import { PaperLines } from "./paper-lines.tsx";
import { save, savePdf } from "./saving.ts";

type Asks = "issue" | "receive" | "send" | "remind" | "write off";

/** One paper: what it says, what was paid, what it lacks, and what can be done with it. */
export function InvoicePage() {
  const t = useWords(invoiceWords);
  const invoice = useInvoice(useParam("invoiceId"));
  const maySend = useMay("finance.sendings.send");
  const [asks, ask] = useState<Asks | null>(null);
  const [problem, tell] = useState<unknown>(null);
  const titleOf = ({ number, kind }: Invoice) => {
    if (number === null) return t(kind === "invoice" ? "draftTitle" : "draftNote");
    return kind === "invoice" ? number : t("noteTitle", { number });
  };
  return (
    <Page
      of={invoice}
      title={titleOf}
      crumb={{ to: "/invoices", label: t("invoices") }}
      status={({ standing }) => <InvoiceStatus of={standing} />}
      actions={(data) => <Verbs of={data} ask={ask} tell={tell} />}
      aside={(data) => <Aside of={data} />}
    >
      {(data) => (
        <>
          <ProblemNote of={problem} />
          <Section title={t("lines")}>
            <PaperLines
              of={data}
              after={[
                { label: t("sumPaid"), minor: -data.paidMinor },
                { label: t("sumCredited"), minor: -data.creditedMinor },
                { label: t("sumWrittenOff"), minor: -data.writtenOffMinor },
              ]}
              due={{ label: t("sumDue"), minor: data.dueMinor }}
            />
          </Section>
          {data.note !== "" && (
            <Section title={t("note")}>
              <p className={styles.note}>{data.note}</p>
            </Section>
          )}
          {data.kind === "invoice" && data.number !== null && <Payments of={data} tell={tell} />}
          {data.writeOffs.length > 0 && <WriteOffs of={data} tell={tell} />}
          {data.creditNotes.length > 0 && <CreditNotes of={data} />}
          <Lacks of={data} />
          <IssueDialog
            of={data}
            isOpen={asks === "issue"}
            onClose={() => ask(null)}
            onIssued={() => ask(maySend ? "send" : null)}
          />
          <SendDialog
            paper={data.id}
            number={data.number ?? ""}
            kind={asks === "remind" ? "reminder" : "paper"}
            isOpen={asks === "send" || asks === "remind"}
            onClose={() => ask(null)}
          />
          <ReceiveDialog of={data} isOpen={asks === "receive"} onClose={() => ask(null)} />
          <WriteOffDialog of={data} isOpen={asks === "write off"} onClose={() => ask(null)} />
        </>
      )}
    </Page>
  );
}

type Telling = { of: Invoice; tell: (problem: unknown) => void };

function Verbs({ of, ask, tell }: Telling & { ask: (asks: Asks) => void }) {
  const t = useWords(invoiceWords);
  const s = useWords(sendingWords);
  const go = useGo();
  const mayRepeat = useMay("finance.recurring.write");
  const { id, version, blocked, kind, number } = of;
  const isDraft = number === null;
  const credit = async () => {
    const note = await invoicesApi.credit({ id, version }).catch(tell);
    if (note === undefined) return;
    refreshInvoices();
    go(`/invoices/${note.id}`);
  };
  const discard = async () => {
    const after = await invoicesApi.discard({ id, version }).catch(tell);
    if (after === undefined) return;
    refreshInvoices();
    toast(t("wasDiscarded"), async () => {
      await invoicesApi.restore({ id, version: after.version });
      refreshInvoices();
    });
  };
  const restore = async () => {
    const after = await invoicesApi.restore({ id, version }).catch(tell);
    if (after === undefined) return;
    refreshInvoices();
    toast(t("wasRestored"));
  };
  const language = useLanguage();
  const download = async () => {
    const file = await invoicesApi.eInvoice({ id }).catch(tell);
    if (file !== undefined) save(file.name, new Blob([file.xml], { type: "application/xml" }));
  };
  const print = async () => {
    const file = await invoicesApi.pdf({ id, language }).catch(tell);
    if (file !== undefined) savePdf(file);
  };
  return (
    <>
      <More
        label={t("more")}
        items={[
          ...(isDraft
            ? [
                {
                  label: t("discard"),
                  icon: <IconTrash size={16} stroke={1.6} />,
                  blocked: blocked.discard,
                  onClick: () => void discard(),
                },
              ]
            : []),
          {
            label: t("pdf"),
            icon: <IconFileTypePdf size={16} stroke={1.6} />,
            onClick: () => void print(),
          },
          {
            label: t("xml"),
            icon: <IconDownload size={16} stroke={1.6} />,
            blocked: blocked.eInvoice,
            onClick: () => void download(),
          },
          ...(kind === "invoice" && mayRepeat
            ? [
                {
                  label: t("repeat"),
                  icon: <IconRepeat size={16} stroke={1.6} />,
                  onClick: () => go(`/recurring/new?invoice=${id}`),
                },
              ]
            : []),
          ...(!isDraft && kind === "invoice"
            ? [
                {
                  label: t("remind"),
                  icon: <IconMailExclamation size={16} stroke={1.6} />,
                  blocked: blocked.remind,
                  onClick: () => ask("remind"),
                },
                {
                  label: t("credit"),
                  icon: <IconFileMinus size={16} stroke={1.6} />,
                  blocked: blocked.credit,
                  onClick: () => void credit(),
                },
                {
                  label: t("writeOff"),
                  icon: <IconFileX size={16} stroke={1.6} />,
                  blocked: blocked.writeOff,
                  onClick: () => ask("write off"),
                },
              ]
            : []),
        ]}
      />
      {of.standing === "discarded" && (
        <ActionButton
          blocked={blocked.restore}
          leftSection={<IconRestore size={16} stroke={1.6} />}
          onClick={() => void restore()}
        >
          {t("restore")}
        </ActionButton>
      )}
      {of.standing === "draft" && (
        <>
          <ActionButton
            quiet
            variant="default"
            blocked={blocked.change}
            leftSection={<IconPencil size={16} stroke={1.6} />}
            onClick={() => go(`/invoices/${id}/edit`)}
          >
            {t("edit")}
          </ActionButton>
          <ActionButton blocked={blocked.issue} onClick={() => ask("issue")}>
            {t("issue")}
          </ActionButton>
        </>
      )}
      {!isDraft && (
        <ActionButton
          quiet
          variant="default"
          blocked={blocked.send}
          leftSection={<IconMail size={16} stroke={1.6} />}
          onClick={() => ask("send")}
        >
          {s("send")}
        </ActionButton>
      )}
      {!isDraft && kind === "invoice" && (
        <ActionButton blocked={blocked.receive} onClick={() => ask("receive")}>
          {t("receive")}
        </ActionButton>
      )}
    </>
  );
}

function Payments({ of, tell }: Telling) {
  const t = useWords(invoiceWords);
  const calendar = useCalendar();
  const undo = async (id: string) => {
    const done = await receiptsApi.undo({ id }).catch(tell);
    if (done === undefined) return;
    refreshInvoices();
    toast(t("wasUndone"));
  };
  return (
    <Section title={t("payments")}>
      {of.receipts.length === 0 ? (
        <p className="k-caption">{t("noPayments")}</p>
      ) : (
        <Table
          label={t("payments")}
          rows={of.receipts}
          keyOf={({ allocationId }) => allocationId}
          columns={[
            {
              label: t("receivedOn"),
              kind: "name",
              cell: ({ receivedOn }) => dateText(receivedOn, calendar),
            },
            { label: t("reference"), kind: "quiet", cell: ({ reference }) => reference || "–" },
            {
              label: <Hidden>{t("undoPayment")}</Hidden>,
              kind: "quiet",
              phone: "under",
              cell: ({ id, undoneOn }) =>
                undoneOn === null ? (
                  <Button variant="subtle" size="compact-sm" onClick={() => void undo(id)}>
                    {t("undoPayment")}
                  </Button>
                ) : (
                  t("paymentUndone", { day: dateText(undoneOn, calendar) })
                ),
            },
            {
              label: t("amount"),
              kind: "number",
              cell: ({ amountMinor, gainMinor }) => (
                <SettledAmount minor={amountMinor} currency={of.currency} gainMinor={gainMinor} />
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}

/** What of it was given up, and why. */
function WriteOffs({ of, tell }: Telling) {
  const t = useWords(invoiceWords);
  const calendar = useCalendar();
  const undo = async (id: string) => {
    const done = await writeOffsApi.undo({ id }).catch(tell);
    if (done === undefined) return;
    refreshInvoices();
    toast(t("writeOffUndone"));
  };
  return (
    <Section title={t("writeOffs")}>
      <Table
        label={t("writeOffs")}
        rows={of.writeOffs}
        keyOf={({ id }) => id}
        columns={[
          {
            label: t("writtenOffOn"),
            kind: "name",
            cell: ({ writtenOffOn }) => dateText(writtenOffOn, calendar),
          },
          { label: t("why"), kind: "quiet", cell: ({ reason }) => reason || "–" },
          {
            label: <Hidden>{t("undoPayment")}</Hidden>,
            kind: "quiet",
            phone: "under",
            cell: ({ id, undoneOn }) =>
              undoneOn === null ? (
                <Button variant="subtle" size="compact-sm" onClick={() => void undo(id)}>
                  {t("undoPayment")}
                </Button>
              ) : (
                t("paymentUndone", { day: dateText(undoneOn, calendar) })
              ),
          },
          {
            label: t("amount"),
            kind: "number",
            cell: ({ amountMinor }) => <Money minor={amountMinor} currency={of.currency} bare />,
          },
        ]}
      />
    </Section>
  );
}

function CreditNotes({ of }: { of: Invoice }) {
  const t = useWords(invoiceWords);
  return (
    <Section title={t("creditNotes")}>
      <Table
        label={t("creditNotes")}
        rows={of.creditNotes}
        keyOf={({ id }) => id}
        to={({ id }) => `/invoices/${id}`}
        columns={[
          { label: t("number"), kind: "name", cell: ({ number }) => number ?? t("draftNote") },
          {
            label: t("amount"),
            kind: "number",
            cell: ({ payableMinor }) => <Money minor={-payableMinor} currency={of.currency} bare />,
          },
        ]}
      />
    </Section>
  );
}

/** Whether the XML is valid, and if not, by which rule. */
function Lacks({ of }: { of: Invoice }) {
  const t = useWords(invoiceWords);
  if (of.blocked.eInvoice !== null) return null;
  return (
    <Section title={t("lacksTitle")}>
      <p className="k-caption">{t(of.lacks.length === 0 ? "lacksNone" : "lacksText")}</p>
      {of.lacks.length > 0 && (
        <ul className={styles.lacks}>
          {of.lacks.map(({ rule, says, at }) => (
            <li key={`${rule} ${at}`}>
              <code>{rule}</code> {says}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Aside({ of }: { of: Invoice }) {
  const t = useWords(invoiceWords);
  const worth = useWorthFacts(of.worth);
  const calendar = useCalendar();
  return (
    <>
      <BuyerSection of={of} />
      <Section title={t("facts")}>
        <Facts
          rows={[
            of.issuedOn !== null && [t("issued"), dateText(of.issuedOn, calendar)],
            of.kind === "invoice" && of.dueOn !== null && [t("due"), dateText(of.dueOn, calendar)],
            of.issuedOn === null && [t("terms"), String(of.termsDays)],
            ...worth,
            of.reference !== "" && [t("reference"), of.reference],
            of.credits !== null && [
              t("credits"),
              <Link key="credits" to={`/invoices/${of.credits.id}`}>
                {of.credits.number}
              </Link>,
            ],
            of.entryId !== null && [
              t("entry"),
              <Link key="entry" to={`/journals/${of.entryId}`}>
                {t("seeEntry")}
              </Link>,
            ],
          ]}
        />
      </Section>
      {of.number !== null && <SentSections paper={of.id} />}
    </>
  );
}
