import { useState } from "react";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { CheckField } from "#ui/form/check-field.tsx";
import { CountryField } from "#ui/form/country-field.tsx";
import { CurrencyField } from "#ui/form/currency-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { NumberField } from "#ui/form/money-field.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { type Form as FormOf, useForm } from "#ui/form/use-form.ts";
import { useGo, useParam } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { useCompany } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { refreshPurchases, type Supplier, suppliersApi, useSupplier } from "./suppliers.client.ts";
import { supplierWords } from "./suppliers.words.ts";

type Draft = Pick<
  Supplier,
  | "name"
  | "registration"
  | "taxNumber"
  | "contactName"
  | "email"
  | "phone"
  | "street"
  | "street2"
  | "city"
  | "postcode"
  | "state"
  | "country"
  | "currency"
  | "expenseAccountId"
  | "note"
> & { readonly termsDays: number | null; readonly evenIfSame: boolean };

const EMPTY = {
  ...{ name: "", registration: "", taxNumber: "", contactName: "", email: "", phone: "" },
  ...{ street: "", street2: "", city: "", postcode: "", state: "", country: null, note: "" },
  ...{ expenseAccountId: null, evenIfSame: false },
};

const check = ({ name, termsDays }: Draft) => ({
  name: name.trim() === "" ? "field.required" : null,
  termsDays: termsDays === null ? "field.required" : null,
});

export function NewSupplierPage() {
  const t = useWords(supplierWords);
  const go = useGo();
  const { currency } = useCompany();
  const [isTaken, setTaken] = useState(false);
  const form = useForm({
    start: { ...EMPTY, currency, termsDays: 30 } as Draft,
    check,
    send: async (draft: Draft) => {
      try {
        return await suppliersApi.create({ ...draft, termsDays: draft.termsDays ?? 0 });
      } catch (error) {
        setTaken(JSON.stringify(error).includes("finance.supplier.same_name"));
        throw error;
      }
    },
    onKept: ({ id }) => {
      toast(t("saved"));
      void refreshPurchases();
      go(`/suppliers/${id}`, { replace: true });
    },
  });
  return (
    <Page fit="narrow" title={t("new")} crumb={{ to: "/suppliers", label: t("suppliers") }}>
      <Fields form={form} isTaken={isTaken} />
    </Page>
  );
}

export function EditSupplierPage() {
  const t = useWords(supplierWords);
  const id = useParam("supplierId");
  const supplier = useSupplier(id);
  return (
    <Page
      of={supplier}
      fit="narrow"
      title={({ name }) => name}
      crumb={{ to: `/suppliers/${id}`, label: t("supplier") }}
    >
      {(data) => <EditFields key={data.id} of={data} />}
    </Page>
  );
}

function EditFields({ of }: { of: Supplier }) {
  const t = useWords(supplierWords);
  const go = useGo();
  const form = useForm({
    start: { ...of, evenIfSame: false } as Draft,
    version: of.version,
    check,
    send: ({ evenIfSame: _, ...draft }: Draft, version) =>
      suppliersApi.change({ ...EMPTY, ...pick(draft), id: of.id, version }),
    onKept: ({ id }) => {
      toast(t("saved"));
      void refreshPurchases();
      go(`/suppliers/${id}`, { replace: true });
    },
  });
  return <Fields form={form} isTaken={false} />;
}

const pick = (of: Omit<Draft, "evenIfSame">) => ({
  ...{ name: of.name, registration: of.registration, taxNumber: of.taxNumber },
  ...{ contactName: of.contactName, email: of.email, phone: of.phone, street: of.street },
  ...{ street2: of.street2, city: of.city, postcode: of.postcode, state: of.state },
  ...{ country: of.country, currency: of.currency, expenseAccountId: of.expenseAccountId },
  ...{ note: of.note, termsDays: of.termsDays ?? 0 },
});

function Fields({ form, isTaken }: { form: FormOf<Draft, Supplier>; isTaken: boolean }) {
  const t = useWords(supplierWords);
  const { data: chart } = useChart("without");
  const accounts = (chart?.accounts ?? []).filter(
    ({ isGroup, kind, part }) => !isGroup && kind !== "bank" && part !== "payable",
  );
  return (
    <Form of={form} columns={2}>
      <Wide>
        <TextField of={form} name="name" label={t("name")} autoFocus />
      </Wide>
      {isTaken && (
        <Wide>
          <CheckField of={form} name="evenIfSame" label={t("evenIfSame")} />
        </Wide>
      )}
      <TextField of={form} name="registration" label={t("registration")} optional />
      <TextField of={form} name="taxNumber" label={t("taxNumber")} optional />
      <CurrencyField of={form} name="currency" label={t("currency")} />
      <NumberField of={form} name="termsDays" label={t("terms")} />
      <Wide>
        <SelectField
          of={form}
          name="expenseAccountId"
          label={t("expenseAccount")}
          optional
          canClear
          options={accounts.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` }))}
        />
      </Wide>
      <TextField of={form} name="contactName" label={t("contactName")} optional />
      <TextField of={form} name="email" type="email" label={t("email")} optional />
      <TextField of={form} name="phone" label={t("phone")} optional />
      <CountryField of={form} name="country" label={t("country")} optional />
      <TextField of={form} name="street" label={t("street")} optional />
      <TextField of={form} name="street2" label={t("street2")} optional />
      <TextField of={form} name="postcode" label={t("postcode")} optional />
      <TextField of={form} name="city" label={t("city")} optional />
      <TextField of={form} name="state" label={t("state")} optional />
      <Wide>
        <TextAreaField of={form} name="note" label={t("note")} optional />
      </Wide>
      <SendButton of={form}>{t("save")}</SendButton>
    </Form>
  );
}
