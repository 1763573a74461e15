import {
  checkDraft,
  draftOf,
  type InvoiceDraft,
  newInvoice,
  toNewInvoice,
} from "#modules/finance/invoices/web/invoice-draft.ts";
import { PaperFields } from "#modules/finance/invoices/web/paper-fields.tsx";
import { useLetterhead } from "#modules/finance/letterheads/web/letterheads.client.ts";
import { NumberField } from "#ui/form/money-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useGo, useParam } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { useCompany } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { type Quote, quotesApi, refreshQuotes, useQuote } from "./quotes.client.ts";
import { quoteWords } from "./quotes.words.ts";

type QuoteDraft = InvoiceDraft & { readonly validDays: number | null };

const VALID_DAYS = 30;

const check = (draft: QuoteDraft) => ({
  ...checkDraft(draft),
  validDays: draft.validDays === null ? "field.required" : null,
});
const toNewQuote = (draft: QuoteDraft) => ({
  ...toNewInvoice(draft),
  validDays: draft.validDays ?? VALID_DAYS,
});

export function NewQuotePage() {
  const t = useWords(quoteWords);
  const head = useLetterhead();
  return (
    <Page of={head} title={t("new")} crumb={{ to: "/quotes", label: t("quotes") }}>
      {({ termsDays }) => <NewFields termsDays={termsDays} />}
    </Page>
  );
}

function NewFields({ termsDays }: { termsDays: number }) {
  const [url] = useUrl();
  const { currency } = useCompany();
  const onKept = useKept();
  const form = useForm({
    start: {
      ...newInvoice(currency, termsDays, url["customer"] ?? null),
      validDays: VALID_DAYS,
    } as QuoteDraft,
    check,
    send: (draft: QuoteDraft) => quotesApi.create(toNewQuote(draft)),
    onKept,
  });
  return <Fields form={form} />;
}

export function EditQuotePage() {
  const t = useWords(quoteWords);
  const id = useParam("quoteId");
  return (
    <Page
      of={useQuote(id)}
      title={t("draftTitle")}
      crumb={{ to: `/quotes/${id}`, label: t("quote") }}
    >
      {(data) => <EditFields key={data.id} of={data} />}
    </Page>
  );
}

function EditFields({ of }: { of: Quote }) {
  const onKept = useKept();
  const form = useForm({
    start: { ...draftOf(of), validDays: of.validDays } as QuoteDraft,
    version: of.version,
    check,
    send: (draft: QuoteDraft, version) =>
      quotesApi.change({ ...toNewQuote(draft), id: of.id, version }),
    onKept,
  });
  return <Fields form={form} />;
}

function useKept() {
  const t = useWords(quoteWords);
  const go = useGo();
  return ({ id }: { id: string }) => {
    toast(t("saved"));
    refreshQuotes();
    go(`/quotes/${id}`, { replace: true });
  };
}

function Fields({ form }: { form: ReturnType<typeof useForm<QuoteDraft, Quote>> }) {
  const t = useWords(quoteWords);
  return (
    <PaperFields form={form} verb={t("save")}>
      <NumberField of={form} name="validDays" label={t("validDays")} />
    </PaperFields>
  );
}
