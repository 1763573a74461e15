import {
  IconFileTypePdf,
  IconMail,
  IconPencil,
  IconRestore,
  IconThumbDown,
  IconThumbUp,
  IconTrash,
} from "@tabler/icons-react";
import { useState } from "react";
import { BuyerSection } from "#modules/finance/invoices/web/buyer-section.tsx";
import { PaperLines } from "#modules/finance/invoices/web/paper-lines.tsx";
import { savePdf } from "#modules/finance/invoices/web/saving.ts";
import { SendDialog } from "#modules/finance/sendings/web/send-dialog.tsx";
import { sendingWords } from "#modules/finance/sendings/web/sendings.words.ts";
import { SentSections } from "#modules/finance/sendings/web/sent-sections.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Facts } from "#ui/facts.tsx";
import { Link, useGo, useParam } from "#ui/link.tsx";
import { More } from "#ui/more.tsx";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar, useMay } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { AnswerDialog, IssueDialog } from "./quote-dialogs.tsx";
import { QuoteStatus } from "./quote-status.tsx";
import { type Quote, quotesApi, refreshQuotes, useQuote } from "./quotes.client.ts";
import { quoteWords } from "./quotes.words.ts";

type Asks = "issue" | "send" | "yes" | "no";

/** One quote: what it offers, what was said to it, and what it became. */
export function QuotePage() {
  const t = useWords(quoteWords);
  const quote = useQuote(useParam("quoteId"));
  const maySend = useMay("finance.sendings.send");
  const [asks, ask] = useState<Asks | null>(null);
  const [problem, tell] = useState<unknown>(null);
  const close = () => ask(null);
  return (
    <Page
      of={quote}
      title={({ number }) => number ?? t("draftTitle")}
      crumb={{ to: "/quotes", label: t("quotes") }}
      status={({ standing }) => <QuoteStatus of={standing} />}
      actions={(data) => <Verbs of={data} ask={ask} tell={tell} />}
      aside={(data) => <Aside of={data} />}
    >
      {(data) => (
        <>
          <ProblemNote of={problem} />
          {data.answer !== null && <Answer of={data} />}
          <PaperLinesSection of={data} />
          <IssueDialog
            of={data}
            isOpen={asks === "issue"}
            onClose={close}
            onIssued={() => ask(maySend ? "send" : null)}
          />
          <AnswerDialog
            of={data}
            isYes={asks === "yes"}
            isOpen={asks === "yes" || asks === "no"}
            onClose={close}
          />
          <SendDialog
            paper={data.id}
            number={data.number ?? ""}
            isOpen={asks === "send"}
            onClose={close}
          />
        </>
      )}
    </Page>
  );
}

function PaperLinesSection({ of }: { of: Quote }) {
  const t = useWords(quoteWords);
  return (
    <Section title={t("offered")}>
      <PaperLines of={of} />
      {of.note !== "" && <p className="k-caption">{of.note}</p>}
    </Section>
  );
}

type Telling = { of: Quote; tell: (problem: unknown) => void };

function Verbs({ of, ask, tell }: Telling & { ask: (asks: Asks) => void }) {
  const t = useWords(quoteWords);
  const s = useWords(sendingWords);
  const go = useGo();
  const language = useLanguage();
  const { id, version, blocked, number } = of;
  const isDraft = number === null;
  const isOver = of.standing === "invoiced" || of.standing === "declined";
  const discard = async () => {
    const after = await quotesApi.discard({ id, version }).catch(tell);
    if (after === undefined) return;
    refreshQuotes();
    toast(t("wasDiscarded"), async () => {
      await quotesApi.restore({ id, version: after.version });
      refreshQuotes();
    });
  };
  const restore = async () => {
    const after = await quotesApi.restore({ id, version }).catch(tell);
    if (after === undefined) return;
    refreshQuotes();
    toast(t("wasRestored"));
  };
  const print = async () => {
    const file = await quotesApi.pdf({ id, language }).catch(tell);
    if (file !== undefined) savePdf(file);
  };
  const invoice = async () => {
    const made = await quotesApi.invoice({ id, version }).catch(tell);
    if (made === undefined) return;
    refreshQuotes();
    toast(t("wasInvoiced"));
    go(`/invoices/${made.invoiceId}`);
  };
  return (
    <>
      <More
        label={t("more")}
        items={[
          {
            label: t("pdf"),
            icon: <IconFileTypePdf size={16} stroke={1.6} />,
            onClick: () => void print(),
          },
          ...(isDraft
            ? [
                {
                  label: t("discard"),
                  icon: <IconTrash size={16} stroke={1.6} />,
                  blocked: blocked.discard,
                  onClick: () => void discard(),
                },
              ]
            : [
                {
                  label: t("accept"),
                  icon: <IconThumbUp size={16} stroke={1.6} />,
                  blocked: blocked.answer,
                  onClick: () => ask("yes"),
                },
                {
                  label: t("decline"),
                  icon: <IconThumbDown size={16} stroke={1.6} />,
                  blocked: blocked.answer,
                  onClick: () => ask("no"),
                },
              ]),
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
            onClick={() => go(`/quotes/${id}/edit`)}
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
      {!isDraft && !isOver && (
        <ActionButton blocked={blocked.invoice} onClick={() => void invoice()}>
          {t("invoice")}
        </ActionButton>
      )}
    </>
  );
}

function Answer({ of }: { of: Quote }) {
  const t = useWords(quoteWords);
  const { answer } = of;
  if (answer === null) return null;
  return (
    <Section title={t("answer")}>
      <p>
        {t(of.standing === "declined" ? "answeredNo" : "answeredYes", { by: answer.by || "–" })},{" "}
        <When at={answer.at} as="full" />,{" "}
        <span className="k-muted">{t(answer.isOnline ? "online" : "byHand")}</span>
      </p>
      {answer.note !== "" && <p>“{answer.note}”</p>}
    </Section>
  );
}

function Aside({ of }: { of: Quote }) {
  const t = useWords(quoteWords);
  const calendar = useCalendar();
  return (
    <>
      <BuyerSection of={of} />
      <Section title={t("facts")}>
        <Facts
          rows={[
            of.issuedOn !== null && [t("issued"), dateText(of.issuedOn, calendar)],
            of.validUntil !== null && [t("validUntil"), dateText(of.validUntil, calendar)],
            of.validUntil === null && [t("validDays"), String(of.validDays)],
            of.invoice !== null && [
              t("became"),
              <Link key="invoice" to={`/invoices/${of.invoice.id}`}>
                {of.invoice.number ?? t("draftInvoice")}
              </Link>,
            ],
          ]}
        />
      </Section>
      {of.number !== null && <SentSections paper={of.id} />}
    </>
  );
}
