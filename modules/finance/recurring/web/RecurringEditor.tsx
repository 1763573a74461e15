import {
  checkDraft,
  draftOf,
  type InvoiceDraft,
  newInvoice,
  toNewInvoice,
} from "#modules/finance/invoices/web/invoice-draft.ts";
import { useInvoice } from "#modules/finance/invoices/web/invoices.client.ts";
import { PaperFields } from "#modules/finance/invoices/web/paper-fields.tsx";
import { useLetterhead } from "#modules/finance/letterheads/web/letterheads.client.ts";
import { CheckField } from "#ui/form/check-field.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { type Form as FormOf, useForm } from "#ui/form/use-form.ts";
import { useGo, useParam } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { useCompany, useToday } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import {
  type Recurring,
  recurringApi,
  refreshRecurring,
  useRecurring,
} from "./recurring.client.ts";
import { recurringWords } from "./recurring.words.ts";

type Plan = Pick<Recurring, "every" | "isMonthEnd" | "endsOn" | "does" | "language"> & {
  startsOn: string | null;
};
type RecurringDraft = InvoiceDraft & Plan;

const EVERY = ["week", "month", "quarter", "year"] as const;
const DOES = ["draft", "send"] as const;
const LANGUAGES = ["en", "ms"] as const;

const check = (draft: RecurringDraft) => ({
  ...checkDraft(draft),
  startsOn: draft.startsOn === null ? "field.required" : null,
  "buyer.email":
    draft.does === "send" && draft.buyer.email.trim() === ""
      ? "finance.recurring.needs_email"
      : null,
});

const toNew = (draft: RecurringDraft) => {
  const { every, isMonthEnd, endsOn, does, language, startsOn } = draft;
  return {
    ...toNewInvoice(draft),
    ...{ every, isMonthEnd, endsOn, does, language, startsOn: startsOn ?? "" },
  };
};

export function NewRecurringPage() {
  const t = useWords(recurringWords);
  const [{ invoice }] = useUrl();
  const frame = { title: t("new"), crumb: { to: "/recurring", label: t("title") } };
  return invoice === undefined ? (
    <FromNothing {...frame} />
  ) : (
    <FromInvoice {...frame} id={invoice} />
  );
}

type Frame = { title: string; crumb: { to: string; label: string } };

function FromNothing(frame: Frame) {
  const { currency } = useCompany();
  return (
    <Page of={useLetterhead()} {...frame}>
      {({ termsDays }) => <NewFields start={newInvoice(currency, termsDays, null)} />}
    </Page>
  );
}

/** As an invoice says it: what was invoiced once comes again. */
function FromInvoice({ id, ...frame }: Frame & { id: string }) {
  return (
    <Page of={useInvoice(id)} {...frame}>
      {(invoice) => <NewFields start={draftOf(invoice)} />}
    </Page>
  );
}

function NewFields({ start }: { start: InvoiceDraft }) {
  const today = useToday();
  const language = useLanguage();
  const onKept = useKept();
  const form = useForm({
    start: {
      ...start,
      ...{ every: "month", startsOn: today, isMonthEnd: false, endsOn: null, does: "draft" },
      language,
    } as RecurringDraft,
    check,
    send: (draft: RecurringDraft) => recurringApi.create(toNew(draft)),
    onKept,
  });
  return <Fields form={form} />;
}

export function EditRecurringPage() {
  const t = useWords(recurringWords);
  const id = useParam("recurringId");
  return (
    <Page
      of={useRecurring(id)}
      title={({ buyerName }) => buyerName}
      crumb={{ to: `/recurring/${id}`, label: t("one") }}
    >
      {(data) => <EditFields key={data.id} of={data} />}
    </Page>
  );
}

function EditFields({ of }: { of: Recurring }) {
  const onKept = useKept();
  const { every, startsOn, isMonthEnd, endsOn, does, language } = of;
  const form = useForm({
    start: {
      ...draftOf(of),
      ...{ every, startsOn, isMonthEnd, endsOn, does, language },
    } as RecurringDraft,
    version: of.version,
    check,
    send: (draft: RecurringDraft, version) =>
      recurringApi.change({ ...toNew(draft), id: of.id, version }),
    onKept,
  });
  return <Fields form={form} />;
}

function useKept() {
  const t = useWords(recurringWords);
  const go = useGo();
  return ({ id }: { id: string }) => {
    toast(t("saved"));
    refreshRecurring();
    go(`/recurring/${id}`, { replace: true });
  };
}

function Fields({ form }: { form: FormOf<RecurringDraft> }) {
  const t = useWords(recurringWords);
  return (
    <PaperFields form={form} verb={t("save")}>
      <SelectField
        of={form}
        name="every"
        label={t("every")}
        options={EVERY.map((value) => ({ value, label: t(`every.${value}`) }))}
      />
      <DateField of={form} name="startsOn" label={t("startsOn")} />
      <DateField of={form} name="endsOn" label={t("endsOn")} optional />
      <SelectField
        of={form}
        name="does"
        label={t("does")}
        options={DOES.map((value) => ({ value, label: t(`does.${value}`) }))}
      />
      <SelectField
        of={form}
        name="language"
        label={t("language")}
        options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
      />
      {form.values.every !== "week" && (
        <CheckField of={form} name="isMonthEnd" label={t("isMonthEnd")} />
      )}
    </PaperFields>
  );
}
