import { useLetterhead } from "#modules/finance/letterheads/web/letterheads.client.ts";
import { useForm } from "#ui/form/use-form.ts";
import { useGo, useParam } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { useCompany } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import {
  checkDraft,
  draftOf,
  type InvoiceDraft,
  newInvoice,
  toNewInvoice,
} from "./invoice-draft.ts";
import { type Invoice, invoicesApi, refreshInvoices, useInvoice } from "./invoices.client.ts";
import { invoiceWords } from "./invoices.words.ts";
import { PaperFields } from "./paper-fields.tsx";

export function NewInvoicePage() {
  const t = useWords(invoiceWords);
  const head = useLetterhead();
  return (
    <Page of={head} title={t("new")} crumb={{ to: "/invoices", label: t("invoices") }}>
      {({ termsDays }) => <NewFields termsDays={termsDays} />}
    </Page>
  );
}

function NewFields({ termsDays }: { termsDays: number }) {
  const t = useWords(invoiceWords);
  const go = useGo();
  const [url] = useUrl();
  const { currency } = useCompany();
  const form = useForm({
    start: newInvoice(currency, termsDays, url["customer"] ?? null) as InvoiceDraft,
    check: checkDraft,
    send: (draft: InvoiceDraft) => invoicesApi.create(toNewInvoice(draft)),
    onKept: ({ id }) => {
      toast(t("saved"));
      refreshInvoices();
      go(`/invoices/${id}`, { replace: true });
    },
  });
  return <PaperFields form={form} />;
}

export function EditInvoicePage() {
  const t = useWords(invoiceWords);
  const id = useParam("invoiceId");
  const invoice = useInvoice(id);
  return (
    <Page
      of={invoice}
      title={({ kind }) => t(kind === "invoice" ? "draftTitle" : "draftNote")}
      crumb={{ to: `/invoices/${id}`, label: t("invoice") }}
    >
      {(data) => <EditFields key={data.id} of={data} />}
    </Page>
  );
}

function EditFields({ of }: { of: Invoice }) {
  const t = useWords(invoiceWords);
  const go = useGo();
  const form = useForm({
    start: draftOf(of),
    version: of.version,
    check: checkDraft,
    send: (draft: InvoiceDraft, version) =>
      invoicesApi.change({ ...toNewInvoice(draft), id: of.id, version }),
    onKept: ({ id }) => {
      toast(t("saved"));
      refreshInvoices();
      go(`/invoices/${id}`, { replace: true });
    },
  });
  return <PaperFields form={form} />;
}
