import { Button } from "@mantine/core";
import { IconCashBanknote, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { refreshInvoices } from "#modules/finance/invoices/web/invoices.client.ts";
import { RateField, rateTyped } from "#modules/finance/rates/web/rate-fields.tsx";
import { CustomerField } from "#modules/sales/orders/web/customer-field.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { Bones } from "#ui/bones.tsx";
import { dateText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Empty } from "#ui/empty.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { MoneyField } from "#ui/form/money-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { moneyText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { useCalendar, useCompany, useMay, useToday } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { type Receipt, receiptsApi, useOpenInvoices, useReceipts } from "./receipts.client.ts";
import { receiptWords } from "./receipts.words.ts";
// Why something is refused is said in the words of invoices and books.
import "#modules/finance/invoices/web/invoices.words.ts";
import "#modules/finance/books/web/books.words.ts";

const changed = () => {
  refreshInvoices();
  void refresh("finance.receipts", "finance.bank");
};

/** Money that came in: what it was for, and what of it is a deposit that an invoice may still take. */
export function ReceiptsPage() {
  const t = useWords(receiptWords);
  const receipts = useReceipts("with");
  const mayWrite = useMay("finance.receipts.write");
  const [isAdding, add] = useState(false);
  const [used, use] = useState<Receipt | null>(null);
  const [problem, tell] = useState<unknown>(null);
  const adding = mayWrite && (
    <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={() => add(true)}>
      {t("new")}
    </Button>
  );
  return (
    <Page of={receipts} title={t("receipts")} actions={() => adding}>
      {({ rows }) => (
        <>
          <ProblemNote of={problem} />
          {rows.length === 0 ? (
            <Empty
              icon={<IconCashBanknote size={28} stroke={1.4} />}
              title={t("emptyTitle")}
              actions={adding}
            >
              {t("emptyText")}
            </Empty>
          ) : (
            <Rows rows={rows} use={use} tell={tell} />
          )}
          <Dialog isOpen={isAdding} onClose={() => add(false)} title={t("new")}>
            {isAdding && <DepositForm onKept={() => add(false)} />}
          </Dialog>
          <Dialog isOpen={used !== null} onClose={() => use(null)} title={t("use")}>
            {used !== null && <Using of={used} onKept={() => use(null)} />}
          </Dialog>
        </>
      )}
    </Page>
  );
}

type RowsProps = {
  rows: readonly Receipt[];
  use: (receipt: Receipt) => void;
  tell: (problem: unknown) => void;
};

function Rows({ rows, use, tell }: RowsProps) {
  const t = useWords(receiptWords);
  const calendar = useCalendar();
  const undo = async (id: string) => {
    const done = await receiptsApi.undo({ id }).catch(tell);
    if (done === undefined) return;
    tell(null);
    changed();
    toast(t("wasUndone"));
  };
  return (
    <Table<Receipt>
      label={t("receipts")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("receivedOn"),
          kind: "name",
          cell: ({ receivedOn, account, reference }) => (
            <>
              {dateText(receivedOn, calendar)}
              <small>
                {[`${account.code} ${account.name}`, reference].filter(Boolean).join(" · ")}
              </small>
            </>
          ),
        },
        {
          label: t("for"),
          kind: "quiet",
          phone: "under",
          cell: ({ invoices, payer, undoneOn }) =>
            undoneOn !== null ? (
              t("undone", { day: dateText(undoneOn, calendar) })
            ) : (
              <>
                {invoices.map(({ id, number, allocationId }) => (
                  <span key={allocationId}>
                    <Link to={`/invoices/${id}`} className="k-link">
                      {number}
                    </Link>{" "}
                  </span>
                ))}
                {payer !== "" && <small>{payer}</small>}
              </>
            ),
        },
        {
          label: <Hidden>{t("undo")}</Hidden>,
          kind: "quiet",
          phone: "under",
          cell: (row) =>
            row.undoneOn === null && (
              <>
                {row.leftMinor > 0 && (
                  <ActionButton
                    quiet
                    variant="subtle"
                    size="compact-sm"
                    blocked={row.blocked.use}
                    onClick={() => use(row)}
                  >
                    {t("use")}
                  </ActionButton>
                )}
                <ActionButton
                  quiet
                  variant="subtle"
                  size="compact-sm"
                  blocked={row.blocked.undo}
                  onClick={() => void undo(row.id)}
                >
                  {t("undo")}
                </ActionButton>
              </>
            ),
        },
        {
          label: t("left"),
          kind: "number",
          phone: "hide",
          cell: ({ leftMinor, currency }) =>
            leftMinor === 0 ? "–" : <Money minor={leftMinor} currency={currency} bare />,
        },
        {
          label: t("amount"),
          kind: "number",
          cell: ({ amountMinor, currency }) => <Money minor={amountMinor} currency={currency} />,
        },
      ]}
    />
  );
}

type Draft = {
  customerId: string | null;
  accountId: string | null;
  amountMinor: number | null;
  receivedOn: string | null;
  reference: string;
  rate: string;
};

function DepositForm({ onKept }: { onKept: () => void }) {
  const t = useWords(receiptWords);
  const today = useToday();
  const { currency: home } = useCompany();
  const { data: chart } = useChart("without");
  const banks = (chart?.accounts ?? []).filter(({ kind, isGroup }) => kind === "bank" && !isGroup);
  const form = useForm({
    start: {
      ...{ customerId: null, accountId: null, amountMinor: null },
      ...{ receivedOn: today, reference: "", rate: "" },
    } as Draft,
    check: ({ customerId, accountId, amountMinor, receivedOn }: Draft) => ({
      customerId: customerId === null ? "field.required" : null,
      accountId: accountId === null ? "field.required" : null,
      amountMinor: amountMinor === null ? "field.required" : null,
      receivedOn: receivedOn === null ? "field.required" : null,
    }),
    send: ({ customerId, accountId, amountMinor, receivedOn, reference, rate }: Draft) =>
      receiptsApi.create({
        ...{ customerId, accountId: accountId ?? "", amountMinor: amountMinor ?? 0 },
        ...{ receivedOn: receivedOn ?? today, reference, ...rateTyped(rate) },
      }),
    onKept: () => {
      toast(t("wasEntered"));
      changed();
      onKept();
    },
  });
  const account = banks.find(({ id }) => id === form.values.accountId);
  const currency = account?.currency ?? home;
  return (
    <Form of={form} guards={false}>
      <p className="k-caption">{t("newText")}</p>
      <CustomerField of={form} name="customerId" label={t("customer")} />
      <SelectField
        of={form}
        name="accountId"
        label={t("into")}
        options={banks.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
      />
      <MoneyField of={form} name="amountMinor" label={t("amount")} currency={currency} />
      <DateField of={form} name="receivedOn" label={t("receivedOn")} />
      <RateField of={form} currency={currency} on={form.values.receivedOn} />
      <TextField of={form} name="reference" label={t("reference")} optional />
      <SendButton of={form}>{t("new")}</SendButton>
    </Form>
  );
}

type UsingProps = { of: Receipt; onKept: () => void };

function Using({ of, onKept }: UsingProps) {
  const { data } = useOpenInvoices(of.customerId ?? "", of.currency);
  return data === undefined ? (
    <Bones as="form" />
  ) : (
    <UseForm of={of} invoices={data} onKept={onKept} />
  );
}

type Open = NonNullable<ReturnType<typeof useOpenInvoices>["data"]>;

function UseForm({ of, invoices, onKept }: UsingProps & { invoices: Open }) {
  const t = useWords(receiptWords);
  const calendar = useCalendar();
  const [start] = useState(() => {
    let left = of.leftMinor;
    const each = invoices.map(({ id, dueMinor }) => {
      const minor = Math.min(left, dueMinor);
      left -= minor;
      return [id, minor] as const;
    });
    return { taken: Object.fromEntries(each) as Record<string, number | null> };
  });
  const form = useForm({
    start,
    send: ({ taken }: typeof start) =>
      receiptsApi.apply({
        id: of.id,
        allocations: Object.entries(taken)
          .filter(([, minor]) => (minor ?? 0) > 0)
          .map(([invoiceId, minor]) => ({ invoiceId, amountMinor: minor ?? 0 })),
      }),
    onKept: () => {
      toast(t("wasUsed"));
      changed();
      onKept();
    },
  });
  const sum = Object.values(form.values.taken).reduce<number>((all, one) => all + (one ?? 0), 0);
  if (invoices.length === 0) return <p className="k-caption">{t("noOpen")}</p>;
  return (
    <Form of={form} guards={false}>
      <p className="k-caption">
        {t("useText", { amount: moneyText(of.leftMinor, of.currency), payer: of.payer })}
      </p>
      {invoices.map(({ id, number, dueOn, dueMinor }) => (
        <MoneyField
          key={id}
          of={form}
          name={`taken.${id}`}
          label={t("taken", { number: number ?? "" })}
          help={`${moneyText(dueMinor, of.currency)} · ${t("dueOn")} ${dueOn === null ? "" : dateText(dueOn, calendar)}`}
          currency={of.currency}
        />
      ))}
      <SendButton of={form} disabled={sum === 0 || sum > of.leftMinor}>
        {t("use")}
      </SendButton>
    </Form>
  );
}
