import { coinOf, inCoins } from "#kernel/coins.ts";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { MoneyFields, RateField, rateTyped } from "#modules/finance/rates/web/rate-fields.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { CheckField } from "#ui/form/check-field.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { MoneyField } from "#ui/form/money-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { moneyText } from "#ui/numbers.ts";
import { useCompany, useToday } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import {
  type Invoice,
  invoicesApi,
  receiptsApi,
  refreshInvoices,
  writeOffsApi,
} from "./invoices.client.ts";
import { invoiceWords } from "./invoices.words.ts";

type Props = { of: Invoice; isOpen: boolean; onClose: () => void };

/** Asked, for nothing takes it back but a credit note. */
export function IssueDialog({ of, isOpen, onClose, onIssued }: Props & { onIssued: () => void }) {
  const t = useWords(invoiceWords);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("issueTitle")}>
      {isOpen && <IssueForm of={of} onClose={onIssued} />}
    </Dialog>
  );
}

function IssueForm({ of, onClose }: Omit<Props, "isOpen">) {
  const t = useWords(invoiceWords);
  const today = useToday();
  const form = useForm({
    start: { issuedOn: today as string | null, rate: "" },
    check: ({ issuedOn }: { issuedOn: string | null }) => ({
      issuedOn: issuedOn === null ? "field.required" : null,
    }),
    send: ({ issuedOn, rate }) =>
      invoicesApi.issue({
        ...{ id: of.id, version: of.version, issuedOn: issuedOn ?? today },
        ...rateTyped(rate),
      }),
    onKept: ({ number }) => {
      toast(t("wasIssued", { number: number ?? "" }));
      refreshInvoices();
      onClose();
    },
  });
  return (
    <Form of={form} guards={false}>
      <p className="k-caption">{t("issueText")}</p>
      <DateField of={form} name="issuedOn" label={t("issuedOn")} />
      {of.credits === null && (
        <RateField of={form} currency={of.currency} on={form.values.issuedOn} />
      )}
      <SendButton of={form}>{t("issue")}</SendButton>
    </Form>
  );
}

export function ReceiveDialog({ of, isOpen, onClose }: Props) {
  const t = useWords(invoiceWords);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("receiveTitle", { number: of.number ?? "" })}
    >
      {isOpen && <ReceiveForm of={of} onClose={onClose} />}
    </Dialog>
  );
}

type Draft = {
  receivedOn: string | null;
  accountId: string | null;
  amountMinor: number | null;
  moneyMinor: number | null;
  rate: string;
  isCash: boolean;
  reference: string;
};

function ReceiveForm({ of, onClose }: Omit<Props, "isOpen">) {
  const t = useWords(invoiceWords);
  const today = useToday();
  const { currency: home } = useCompany();
  const coin = coinOf(home);
  const { data: chart } = useChart("without");
  const banks = (chart?.accounts ?? []).filter(({ kind, isGroup }) => kind === "bank" && !isGroup);
  const form = useForm({
    start: {
      ...{ receivedOn: today, accountId: null, reference: "", rate: "", moneyMinor: null },
      isCash: false,
      amountMinor: of.dueMinor,
    } as Draft,
    check: ({ receivedOn, accountId, amountMinor }: Draft) => ({
      receivedOn: receivedOn === null ? "field.required" : null,
      accountId: accountId === null ? "field.required" : null,
      amountMinor: amountMinor === null ? "field.required" : null,
    }),
    send: ({ receivedOn, accountId, amountMinor, moneyMinor, rate, isCash, reference }: Draft) =>
      receiptsApi.create({
        isCash,
        ...rateTyped(rate),
        ...(moneyMinor === null ? {} : { moneyMinor }),
        ...{ receivedOn: receivedOn ?? today, accountId: accountId ?? "", reference },
        allocations: [{ invoiceId: of.id, amountMinor: amountMinor ?? 0 }],
      }),
    onKept: () => {
      toast(t("wasReceived"));
      refreshInvoices();
      onClose();
    },
  });
  return (
    <Form of={form} guards={false} columns={2}>
      <MoneyField of={form} name="amountMinor" label={t("amount")} currency={of.currency} />
      <DateField of={form} name="receivedOn" label={t("receivedOn")} />
      <SelectField
        of={form}
        name="accountId"
        label={t("into")}
        options={banks
          .filter((bank) => [null, home, of.currency].includes(bank.currency))
          .map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
      />
      <MoneyFields
        of={form}
        accountId={form.values.accountId}
        label={t("cameIn")}
        currency={of.currency}
        on={form.values.receivedOn}
      />
      {of.currency === home && coin !== null && (
        <CheckField
          of={form}
          name="isCash"
          label={t("isCash", { coin: moneyText(coin, home) })}
          help={
            form.values.isCash && form.values.amountMinor !== null
              ? t("inCoins", { amount: moneyText(inCoins(form.values.amountMinor, home), home) })
              : undefined
          }
        />
      )}
      <TextField of={form} name="reference" label={t("reference")} optional />
      <SendButton of={form}>{t("receive")}</SendButton>
    </Form>
  );
}

export function WriteOffDialog({ of, isOpen, onClose }: Props) {
  const t = useWords(invoiceWords);
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={t("writeOffTitle", { number: of.number ?? "" })}
    >
      {isOpen && <WriteOffForm of={of} onClose={onClose} />}
    </Dialog>
  );
}

type Giving = {
  amountMinor: number | null;
  writtenOffOn: string | null;
  reclaimsTax: boolean;
  reason: string;
};

function WriteOffForm({ of, onClose }: Omit<Props, "isOpen">) {
  const t = useWords(invoiceWords);
  const today = useToday();
  const form = useForm({
    start: {
      ...{ amountMinor: of.dueMinor, writtenOffOn: today, reclaimsTax: false, reason: "" },
    } as Giving,
    check: ({ amountMinor, writtenOffOn }: Giving) => ({
      amountMinor: amountMinor === null ? "field.required" : null,
      writtenOffOn: writtenOffOn === null ? "field.required" : null,
    }),
    send: ({ amountMinor, writtenOffOn, reclaimsTax, reason }: Giving) =>
      writeOffsApi.create({
        ...{ invoiceId: of.id, amountMinor: amountMinor ?? 0, reclaimsTax, reason },
        writtenOffOn: writtenOffOn ?? today,
      }),
    onKept: () => {
      toast(t("wasWrittenOff", { number: of.number ?? "" }));
      refreshInvoices();
      onClose();
    },
  });
  return (
    <Form of={form} guards={false}>
      <p className="k-caption">{t("writeOffText")}</p>
      <MoneyField of={form} name="amountMinor" label={t("amount")} currency={of.currency} />
      <DateField of={form} name="writtenOffOn" label={t("writtenOffOn")} />
      {of.figures.taxMinor > 0 && (
        <CheckField
          of={form}
          name="reclaimsTax"
          label={t("reclaimsTax")}
          help={t("reclaimsTaxHelp")}
        />
      )}
      <TextField of={form} name="reason" label={t("why")} optional />
      <SendButton of={form}>{t("writeOff")}</SendButton>
    </Form>
  );
}
