import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { MoneyFields, rateTyped } from "#modules/finance/rates/web/rate-fields.tsx";
import { SettledAmount } from "#modules/finance/rates/web/worth-facts.tsx";
import { refreshPurchases } from "#modules/finance/suppliers/web/suppliers.client.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { client } from "#ui/api.ts";
import { dateText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { MoneyField } from "#ui/form/money-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Hidden } from "#ui/hidden.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar, useCompany, useToday } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { supplierRefunds } from "../supplier-refunds.contract.ts";
import { supplierRefundWords } from "./supplier-refunds.words.ts";

const api = client(supplierRefunds);
type From = { disbursementId: string } | { creditId: string };
const asked = (from: From) =>
  "creditId" in from ? { credit: from.creditId } : { disbursement: from.disbursementId };

/** What the supplier gave back of it, where they did. */
export function Refunds({ from }: { from: From }) {
  const t = useWords(supplierRefundWords);
  const calendar = useCalendar();
  const [problem, tell] = useState<unknown>(null);
  const { data } = useQuery({
    queryKey: ["finance.disbursements", "refunds", from],
    queryFn: ({ signal }) => api.list(asked(from), signal),
  });
  const refunds = data?.refunds ?? [];
  if (refunds.length === 0) return null;
  const undo = async (id: string) => {
    const done = await api.undo({ id }).catch(tell);
    if (done === undefined) return;
    tell(null);
    void refreshPurchases();
    toast(t("wasUndone"));
  };
  return (
    <Section title={t("refunds")}>
      <ProblemNote of={problem} />
      <Table<(typeof refunds)[number]>
        label={t("refunds")}
        rows={refunds}
        keyOf={({ id }) => id}
        columns={[
          {
            label: t("refundedOn"),
            kind: "name",
            cell: ({ refundedOn, reference }) => (
              <>
                {dateText(refundedOn, calendar)}
                {reference !== "" && <small>{reference}</small>}
              </>
            ),
          },
          {
            label: <Hidden>{t("undo")}</Hidden>,
            kind: "quiet",
            phone: "under",
            cell: ({ id, undoneOn }) =>
              undoneOn !== null ? (
                t("undone", { day: dateText(undoneOn, calendar) })
              ) : (
                <ActionButton
                  quiet
                  variant="subtle"
                  size="compact-sm"
                  onClick={() => void undo(id)}
                >
                  {t("undo")}
                </ActionButton>
              ),
          },
          {
            label: t("amount"),
            kind: "number",
            cell: ({ amountMinor, currency, gainMinor }) => (
              <SettledAmount minor={amountMinor} currency={currency} gainMinor={gainMinor} />
            ),
          },
        ]}
      />
    </Section>
  );
}

type Props = {
  from: From;
  leftMinor: number;
  currency: string;
  isOpen: boolean;
  onClose: () => void;
};

export function RefundDialog(props: Props) {
  const t = useWords(supplierRefundWords);
  return (
    <Dialog isOpen={props.isOpen} onClose={props.onClose} title={t("refundTitle")}>
      {props.isOpen && <RefundForm {...props} />}
    </Dialog>
  );
}

type Draft = {
  amountMinor: number | null;
  moneyMinor: number | null;
  rate: string;
  refundedOn: string | null;
  accountId: string | null;
  reference: string;
};

function RefundForm({ from, leftMinor, currency, onClose }: Props) {
  const t = useWords(supplierRefundWords);
  const today = useToday();
  const { currency: home } = useCompany();
  const { data: chart } = useChart("without");
  const banks = (chart?.accounts ?? []).filter(
    ({ kind, isGroup, currency: kept }) =>
      kind === "bank" && !isGroup && [null, home, currency].includes(kept),
  );
  const form = useForm({
    start: {
      ...{ amountMinor: leftMinor, moneyMinor: null, rate: "", refundedOn: today },
      ...{ accountId: null, reference: "" },
    } as Draft,
    check: ({ amountMinor, refundedOn, accountId }: Draft) => ({
      amountMinor: amountMinor === null ? "field.required" : null,
      refundedOn: refundedOn === null ? "field.required" : null,
      accountId: accountId === null ? "field.required" : null,
    }),
    send: ({ amountMinor, moneyMinor, rate, refundedOn, accountId, reference }: Draft) =>
      api.create({
        ...{ from, amountMinor: amountMinor ?? 0, refundedOn: refundedOn ?? today, reference },
        ...{ accountId: accountId ?? "", ...rateTyped(rate) },
        ...(moneyMinor === null ? {} : { moneyMinor }),
      }),
    onKept: () => {
      toast(t("wasRefunded"));
      void refreshPurchases();
      onClose();
    },
  });
  return (
    <Form of={form} guards={false}>
      <p className="k-caption">{t("refundText")}</p>
      <MoneyField of={form} name="amountMinor" label={t("amount")} currency={currency} />
      <DateField of={form} name="refundedOn" label={t("refundedOn")} />
      <SelectField
        of={form}
        name="accountId"
        label={t("into")}
        options={banks.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
      />
      <MoneyFields
        of={form}
        accountId={form.values.accountId}
        label={t("came")}
        currency={currency}
        on={form.values.refundedOn}
      />
      <TextField of={form} name="reference" label={t("reference")} optional />
      <SendButton of={form}>{t("refund")}</SendButton>
    </Form>
  );
}
