import { Select } from "@mantine/core";
import { useState } from "react";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import {
  refreshPurchases,
  useFoundSuppliers,
  useSupplier,
} from "#modules/finance/suppliers/web/suppliers.client.ts";
import { CheckField } from "#ui/form/check-field.tsx";
import { CurrencyField } from "#ui/form/currency-field.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { useField } from "#ui/form/field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { MoneyField } from "#ui/form/money-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { type Form as FormOf, useForm } from "#ui/form/use-form.ts";
import { useGo, useParam } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { useCompany, useToday } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { type BillDraft, checkDraft, draftOf, newBill, toNewBill } from "./bill-draft.ts";
import { BillLines } from "./bill-lines-editor.tsx";
import { type Bill, billsApi, useBill } from "./bills.client.ts";
import { billWords } from "./bills.words.ts";

const TITLES = { bill: "new", expense: "newExpense", vendor_credit: "newCredit" } as const;

export function NewBillPage() {
  const t = useWords(billWords);
  const go = useGo();
  const today = useToday();
  const [url] = useUrl();
  const { currency } = useCompany();
  const kind = kindOf(url["kind"]);
  const form = useForm({
    start: newBill(kind, currency, today, url["supplier"] ?? null),
    check: checkDraft,
    send: (draft: BillDraft) => billsApi.create(toNewBill(draft)),
    onKept: ({ id }) => {
      toast(t("saved"));
      void refreshPurchases();
      go(`/bills/${id}`, { replace: true });
    },
  });
  return (
    <Page title={t(TITLES[kind])} crumb={{ to: "/bills", label: t("bills") }}>
      <Fields form={form} />
    </Page>
  );
}

const kindOf = (text: string | undefined): Bill["kind"] =>
  text === "expense" || text === "vendor_credit" ? text : "bill";

export function EditBillPage() {
  const t = useWords(billWords);
  const id = useParam("billId");
  const bill = useBill(id);
  return (
    <Page
      of={bill}
      title={({ kind }) => t("draftOf", { kind: t(`kind.${kind}`) })}
      crumb={{ to: `/bills/${id}`, label: t("bill") }}
    >
      {(data) => <EditFields key={data.id} of={data} />}
    </Page>
  );
}

function EditFields({ of }: { of: Bill }) {
  const t = useWords(billWords);
  const go = useGo();
  const form = useForm({
    start: draftOf(of),
    version: of.version,
    check: checkDraft,
    send: (draft: BillDraft, version) =>
      billsApi.change({ ...toNewBill(draft), id: of.id, version }),
    onKept: ({ id }) => {
      toast(t("saved"));
      void refreshPurchases();
      go(`/bills/${id}`, { replace: true });
    },
  });
  return <Fields form={form} />;
}

function Fields({ form }: { form: FormOf<BillDraft, Bill> }) {
  const t = useWords(billWords);
  const { kind, supplierId, currency } = form.values;
  const { data: chart } = useChart("without");
  const banks = (chart?.accounts ?? []).filter((one) => one.kind === "bank" && !one.isGroup);
  const isExpense = kind === "expense";
  return (
    <Form of={form} columns={2}>
      <SupplierField form={form} />
      {isExpense && supplierId === null ? (
        <TextField of={form} name="supplierName" label={t("paidToWhom")} optional />
      ) : (
        <TextField
          of={form}
          name="number"
          label={t("supplierNumber")}
          {...(kind !== "bill" && { optional: true })}
        />
      )}
      <DateField of={form} name="billedOn" label={t("billedOn")} />
      {kind === "bill" && (
        <DateField of={form} name="dueOn" label={t("dueOn")} help={t("dueHint")} optional />
      )}
      {isExpense && (
        <SelectField
          of={form}
          name="accountId"
          label={t("paidFrom")}
          options={banks.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        />
      )}
      <CurrencyField of={form} name="currency" label={t("currency")} />
      <TextField of={form} name="reference" label={t("reference")} optional />
      <Wide>
        <Section title={t("lines")}>
          <BillLines form={form} />
        </Section>
      </Wide>
      <MoneyField
        of={form}
        name="roundingMinor"
        label={t("rounding")}
        help={t("roundingHint")}
        currency={currency}
        optional
      />
      <CheckField of={form} name="pricesContainTax" label={t("pricesContainTax")} />
      <Wide>
        <TextAreaField of={form} name="note" label={t("note")} optional />
      </Wide>
      <SendButton of={form}>{t("save")}</SendButton>
    </Form>
  );
}

/** Found while it is typed; the one that is chosen is named even where it is not among the found. */
function SupplierField({ form }: { form: FormOf<BillDraft, Bill> }) {
  const t = useWords(billWords);
  const [typed, type] = useState("");
  const { supplierId, kind } = form.values;
  const { data: found } = useFoundSuppliers(typed);
  const chosen = useSupplier(supplierId ?? "");
  const options = (found?.rows ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const isThere = supplierId === null || options.some(({ value }) => value === supplierId);
  const field = useField({
    of: form,
    name: "supplierId",
    label: t("supplier"),
    ...(kind === "expense" && { optional: true }),
  });
  return (
    <Select
      {...field}
      data={
        isThere || chosen.data === undefined
          ? options
          : [{ value: chosen.data.id, label: chosen.data.name }, ...options]
      }
      searchable
      clearable={kind === "expense"}
      autoComplete="off"
      clearButtonProps={{ "aria-label": t("supplier") }}
      onSearchChange={type}
      value={supplierId}
      onChange={(id) => {
        const row = found?.rows.find((one) => one.id === id);
        form.change({ supplierId: id, ...(row !== undefined && { currency: row.currency }) });
      }}
    />
  );
}
