import { useState } from "react";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { MoneyFields, RateField, rateTyped } from "#modules/finance/rates/web/rate-fields.tsx";
import {
  disbursementsApi,
  refreshPurchases,
} from "#modules/finance/suppliers/web/suppliers.client.ts";
import { Bones } from "#ui/bones.tsx";
import { Choices } from "#ui/choices.tsx";
import { dateText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { CheckField } from "#ui/form/check-field.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { MoneyField } from "#ui/form/money-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { type Form as FormOf, useForm } from "#ui/form/use-form.ts";
import { Hidden } from "#ui/hidden.tsx";
import { Money } from "#ui/money.tsx";
import { moneyText } from "#ui/numbers.ts";
import { useCalendar, useCompany, useToday } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./bill.module.css";
import { type Bill, type BillRow, billsApi, useOpenBills } from "./bills.client.ts";
import { billWords } from "./bills.words.ts";

type Props = { of: Bill; isOpen: boolean; onClose: () => void };

/** Asked, for nothing takes it back but what answers it. */
export function ApproveDialog({ of, isOpen, onClose }: Props) {
  const t = useWords(billWords);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("approveTitle")}>
      {isOpen && <ApproveForm of={of} onClose={onClose} />}
    </Dialog>
  );
}

type Approving = { postedOn: string | null; evenIfTwin: boolean; rate: string };

function ApproveForm({ of, onClose }: Omit<Props, "isOpen">) {
  const t = useWords(billWords);
  const isTwin = of.twins.some(({ why, isApproved }) => isApproved && why === "same_number");
  const form = useForm({
    start: { postedOn: of.billedOn, evenIfTwin: false, rate: "" } as Approving,
    check: ({ postedOn }: Approving) => ({ postedOn: postedOn === null ? "field.required" : null }),
    send: ({ postedOn, evenIfTwin, rate }: Approving) =>
      billsApi.approve({
        ...{ id: of.id, version: of.version, evenIfTwin, ...rateTyped(rate) },
        postedOn: postedOn ?? of.billedOn,
      }),
    onKept: () => {
      toast(t("wasApproved"));
      void refreshPurchases();
      onClose();
    },
  });
  return (
    <Form of={form} guards={false}>
      <p className="k-caption">{t(of.kind === "expense" ? "approveExpense" : "approveText")}</p>
      <DateField of={form} name="postedOn" label={t("postedOn")} />
      {of.credits === null && <RateField of={form} currency={of.currency} on={of.billedOn} />}
      {isTwin && <CheckField of={form} name="evenIfTwin" label={t("evenIfTwin")} />}
      <SendButton of={form}>{t("approve")}</SendButton>
    </Form>
  );
}

type Paying = {
  supplierId: string;
  supplierName: string;
  /** Null: whatever is to be paid of this supplier. */
  bill: Bill | null;
};

/** Pays one bill, or a supplier: what is due first first, and what is over is paid ahead. */
export function PayDialog({
  of,
  isOpen,
  onClose,
}: {
  of: Paying;
  isOpen: boolean;
  onClose: () => void;
}) {
  const t = useWords(billWords);
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={t("payTitle", { name: of.supplierName })}>
      {isOpen && <PayOpen of={of} onClose={onClose} />}
    </Dialog>
  );
}

function PayOpen({ of, onClose }: { of: Paying; onClose: () => void }) {
  const { currency: home } = useCompany();
  const { data } = useOpenBills(of.supplierId);
  const [chosen, choose] = useState<string | null>(null);
  if (data === undefined) return <Bones as="form" />;
  const rows = of.bill === null ? data.rows : data.rows.filter(({ id }) => id === of.bill?.id);
  const currencies = [...new Set(rows.map((row) => row.currency))];
  const currency = chosen ?? currencies[0] ?? of.bill?.currency ?? home;
  const bills = rows.filter((row) => row.currency === currency);
  return (
    <>
      {currencies.length > 1 && (
        <Choices
          options={currencies.map((value) => ({ value, label: value }))}
          chosen={currency}
          onPick={choose}
        />
      )}
      <PayForm key={currency} of={of} bills={bills} currency={currency} onClose={onClose} />
    </>
  );
}

type Draft = {
  paidOn: string | null;
  accountId: string | null;
  amountMinor: number | null;
  moneyMinor: number | null;
  rate: string;
  reference: string;
  taken: Record<string, number | null>;
};

const sumOf = (taken: Draft["taken"]): number =>
  Object.values(taken).reduce<number>((sum, minor) => sum + (minor ?? 0), 0);

const allocationsOf = (taken: Draft["taken"]) =>
  Object.entries(taken)
    .filter(([, minor]) => (minor ?? 0) > 0)
    .map(([billId, minor]) => ({ billId, amountMinor: minor ?? 0 }));

function PayForm({
  of,
  bills,
  currency,
  onClose,
}: {
  of: Paying;
  bills: readonly BillRow[];
  currency: string;
  onClose: () => void;
}) {
  const t = useWords(billWords);
  const today = useToday();
  const { currency: home } = useCompany();
  const { data: chart } = useChart("without");
  const banks = (chart?.accounts ?? []).filter(({ kind, isGroup }) => kind === "bank" && !isGroup);
  const due = bills.reduce((sum, { dueMinor }) => sum + dueMinor, 0);
  const form = useForm({
    start: {
      ...{ paidOn: today, accountId: null, reference: "", amountMinor: due === 0 ? null : due },
      ...{ rate: "", moneyMinor: null },
      taken: Object.fromEntries(bills.map(({ id, dueMinor }) => [id, dueMinor])),
    } as Draft,
    check: ({ paidOn, accountId, amountMinor, taken }: Draft) => ({
      paidOn: paidOn === null ? "field.required" : null,
      accountId: accountId === null ? "field.required" : null,
      amountMinor:
        amountMinor === null
          ? "field.required"
          : sumOf(taken) > amountMinor
            ? "finance.disbursement.more_than_paid"
            : null,
    }),
    send: ({ paidOn, accountId, amountMinor, moneyMinor, rate, reference, taken }: Draft) =>
      disbursementsApi.create({
        ...rateTyped(rate),
        ...(moneyMinor === null ? {} : { moneyMinor }),
        ...{ supplierId: of.supplierId, paidOn: paidOn ?? today, accountId: accountId ?? "" },
        ...{ amountMinor: amountMinor ?? 0, reference, allocations: allocationsOf(taken) },
      }),
    onKept: () => {
      toast(t("wasPaid"));
      void refreshPurchases();
      onClose();
    },
  });
  const ahead = (form.values.amountMinor ?? 0) - sumOf(form.values.taken);
  return (
    <Form of={form} guards={false} columns={2}>
      <MoneyField of={form} name="amountMinor" label={t("amount")} currency={currency} />
      <DateField of={form} name="paidOn" label={t("paidOn")} />
      <SelectField
        of={form}
        name="accountId"
        label={t("paidFrom")}
        options={banks
          .filter((bank) => [null, home, currency].includes(bank.currency))
          .map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
      />
      <MoneyFields
        of={form}
        accountId={form.values.accountId}
        label={t("wentOut")}
        currency={currency}
        on={form.values.paidOn}
      />
      <TextField of={form} name="reference" label={t("reference")} optional />
      <Wide>
        <Taken form={form} bills={bills} currency={currency} />
        {ahead > 0 && (
          <p className="k-caption" role="status">
            {t("aheadHint", { amount: moneyText(ahead, currency) })}
          </p>
        )}
      </Wide>
      <SendButton of={form}>{t("pay")}</SendButton>
    </Form>
  );
}

/** Each bill that is to be paid, and how much is taken off it. */
function Taken<D extends { taken: Draft["taken"] }, K>({
  form,
  bills,
  currency,
}: {
  form: FormOf<D, K>;
  bills: readonly BillRow[];
  currency: string;
}) {
  const t = useWords(billWords);
  const calendar = useCalendar();
  if (bills.length === 0) return <p className="k-caption">{t("noOpenBills")}</p>;
  return bills.map(({ id, number, dueOn, dueMinor, standing }) => (
    <div key={id} className={styles.asked}>
      <span>
        {number}
        <small>
          {t("dueOn")} {dateText(dueOn, calendar)}
          {standing === "overdue" && ` · ${t("standing.overdue")}`}
        </small>
      </span>
      <Money minor={dueMinor} currency={currency} bare />
      <MoneyField
        of={form as never}
        name={`taken.${id}`}
        label={<Hidden>{`${t("takenOff")} ${number}`}</Hidden>}
        currency={currency}
      />
    </div>
  ));
}

type Left = {
  leftMinor: number;
  currency: string;
  from: { disbursementId: string } | { creditId: string };
};

/** Takes what is paid ahead, or what is left of a credit, off bills. */
export function UsePaidDialog({
  of,
  supplierId,
  onClose,
}: {
  of: Left;
  supplierId: string;
  onClose: () => void;
}) {
  const t = useWords(billWords);
  const { data } = useOpenBills(supplierId);
  return (
    <Dialog isOpen onClose={onClose} title={t("useTitle")}>
      {data === undefined ? (
        <Bones as="form" />
      ) : (
        <UseForm
          of={of}
          bills={data.rows.filter(({ currency }) => currency === of.currency)}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

function UseForm({
  of,
  bills,
  onClose,
}: {
  of: Left;
  bills: readonly BillRow[];
  onClose: () => void;
}) {
  const t = useWords(billWords);
  const { currency } = of;
  const [start] = useState(() => {
    let left = of.leftMinor;
    const each = bills.map(({ id, dueMinor }) => {
      const minor = Math.min(left, dueMinor);
      left -= minor;
      return [id, minor] as const;
    });
    return { taken: Object.fromEntries(each) as Draft["taken"] };
  });
  const form = useForm({
    start,
    send: async ({ taken }: { taken: Draft["taken"] }) => {
      const allocations = allocationsOf(taken);
      if ("creditId" in of.from)
        await disbursementsApi.applyCredit({ id: of.from.creditId, allocations });
      else await disbursementsApi.apply({ id: of.from.disbursementId, allocations });
    },
    onKept: () => {
      toast(t("wasUsed"));
      void refreshPurchases();
      onClose();
    },
  });
  const isNothing = sumOf(form.values.taken) === 0 || sumOf(form.values.taken) > of.leftMinor;
  return (
    <Form of={form} guards={false}>
      <p className="k-caption">{t("useText", { amount: moneyText(of.leftMinor, currency) })}</p>
      <Taken form={form} bills={bills} currency={currency} />
      <SendButton of={form} disabled={isNothing}>
        {t("use")}
      </SendButton>
    </Form>
  );
}
