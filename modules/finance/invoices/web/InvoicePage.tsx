import { Button } from "@mantine/core";
import {
  IconDownload,
  IconFileMinus,
  IconFileTypePdf,
  IconPencil,
  IconRestore,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
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
import { useCalendar } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import styles from "./invoice.module.css";
import { IssueDialog, ReceiveDialog } from "./invoice-dialogs.tsx";
import { InvoiceStatus } from "./invoice-status.tsx";
import {
  type Invoice,
  invoicesApi,
  receiptsApi,
  refreshInvoices,
  useInvoice,
} from "./invoices.client.ts";
import { invoiceWords } from "./invoices.words.ts";
// Why the books refuse (a locked month, no books yet) is said in their words.
import "#modules/finance/books/web/books.words.ts";
import { PaperSums } from "./paper-sums.tsx";

/** One paper: what it says, what was paid, what it lacks, and what can be done with it. */
export function InvoicePage() {
  const t = useWords(invoiceWords);
  const invoice = useInvoice(useParam("invoiceId"));
  const [asks, ask] = useState<"issue" | "receive" | null>(null);
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
            <Lines of={data} />
          </Section>
          {data.note !== "" && (
            <Section title={t("note")}>
              <p className={styles.note}>{data.note}</p>
            </Section>
          )}
          {data.kind === "invoice" && data.number !== null && <Payments of={data} tell={tell} />}
          {data.creditNotes.length > 0 && <CreditNotes of={data} />}
          <Lacks of={data} />
          <IssueDialog of={data} isOpen={asks === "issue"} onClose={() => ask(null)} />
          <ReceiveDialog of={data} isOpen={asks === "receive"} onClose={() => ask(null)} />
        </>
      )}
    </Page>
  );
}

type Telling = { of: Invoice; tell: (problem: unknown) => void };

function Verbs({ of, ask, tell }: Telling & { ask: (asks: "issue" | "receive") => void }) {
  const t = useWords(invoiceWords);
  const go = useGo();
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
    if (file === undefined) return;
    const bytes = Uint8Array.from(atob(file.base64), (sign) => sign.charCodeAt(0));
    save(file.name, new Blob([bytes], { type: "application/pdf" }));
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
          ...(!isDraft && kind === "invoice"
            ? [
                {
                  label: t("credit"),
                  icon: <IconFileMinus size={16} stroke={1.6} />,
                  blocked: blocked.credit,
                  onClick: () => void credit(),
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
      {!isDraft && kind === "invoice" && (
        <ActionButton blocked={blocked.receive} onClick={() => ask("receive")}>
          {t("receive")}
        </ActionButton>
      )}
    </>
  );
}

/** Hands over what is in memory as a file. */
function save(name: string, file: Blob): void {
  const address = URL.createObjectURL(file);
  const link = Object.assign(document.createElement("a"), { href: address, download: name });
  link.click();
  URL.revokeObjectURL(address);
}

function Lines({ of }: { of: Invoice }) {
  const t = useWords(invoiceWords);
  const { figures, currency } = of;
  const bare = (minor: number) => <Money minor={minor} currency={currency} bare />;
  const rows = of.lines.map((line, at) => ({ ...line, ...figures.lines[at], key: String(at) }));
  const after = [
    { label: t("sumPaid"), minor: -of.paidMinor },
    { label: t("sumCredited"), minor: -of.creditedMinor },
  ].filter(({ minor }) => minor !== 0);
  return (
    <>
      <Table<(typeof rows)[number]>
        label={t("lines")}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          {
            label: t("item"),
            kind: "name",
            cell: ({ name, description, sku }) => (
              <>
                {name}
                {(description !== "" || sku !== "") && (
                  <small>{[sku, description].filter(Boolean).join(" · ")}</small>
                )}
              </>
            ),
          },
          {
            label: t("quantity"),
            kind: "number",
            phone: "under",
            cell: ({ quantity }) => quantity,
          },
          { label: t("price"), kind: "number", phone: "hide", cell: ({ price }) => price },
          {
            label: t("tax"),
            kind: "quiet",
            phone: "hide",
            cell: ({ taxes = [] }) => taxes.map(({ code }) => code).join(", ") || t("noTax"),
          },
          { label: t("lineTotal"), kind: "number", cell: ({ netMinor = 0 }) => bare(netMinor) },
        ]}
      />
      <PaperSums
        of={figures}
        currency={currency}
        after={after.length === 0 ? [] : [...after, { label: t("sumDue"), minor: of.dueMinor }]}
      />
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
          keyOf={({ id }) => id}
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
      )}
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
  const calendar = useCalendar();
  const { buyer } = of;
  const place = [
    buyer.street,
    buyer.street2,
    [buyer.postcode, buyer.city].filter(Boolean).join(" "),
    buyer.state,
    buyer.country,
  ];
  return (
    <>
      <Section title={t("to")}>
        <Facts
          rows={[
            [
              t("customer"),
              of.customerId === null ? (
                buyer.name
              ) : (
                <Link key="customer" to={`/customers/${of.customerId}`}>
                  {buyer.name}
                </Link>
              ),
            ],
            buyer.attention !== "" && [t("attention"), buyer.attention],
            buyer.email !== "" && [t("email"), buyer.email],
            place.some(Boolean) && [t("address"), place.filter(Boolean).join(", ")],
            buyer.taxNumber !== "" && [t("taxNumber"), buyer.taxNumber],
          ]}
        />
      </Section>
      <Section title={t("facts")}>
        <Facts
          rows={[
            of.issuedOn !== null && [t("issued"), dateText(of.issuedOn, calendar)],
            of.kind === "invoice" && of.dueOn !== null && [t("due"), dateText(of.dueOn, calendar)],
            of.issuedOn === null && [t("terms"), String(of.termsDays)],
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
    </>
  );
}
