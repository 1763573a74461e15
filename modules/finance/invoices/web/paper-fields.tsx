import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { customers } from "#modules/crm/customers/customers.contract.ts";
import { CustomerField } from "#modules/sales/orders/web/customer-field.tsx";
import { client } from "#ui/api.ts";
import { CheckField } from "#ui/form/check-field.tsx";
import { CountryField } from "#ui/form/country-field.tsx";
import { CurrencyField } from "#ui/form/currency-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { NumberField } from "#ui/form/money-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import type { Form as FormOf } from "#ui/form/use-form.ts";
import { Section } from "#ui/section.tsx";
import { useWords } from "#ui/words.ts";
import type { InvoiceDraft } from "./invoice-draft.ts";
import { InvoiceLines } from "./invoice-lines-editor.tsx";
import { invoiceWords } from "./invoices.words.ts";

type Props = {
  form: FormOf<InvoiceDraft>;
  /** What this kind of paper asks besides. */
  children?: ReactNode;
  /** What keeping it is called. */
  verb?: string;
};

/** What every paper to a customer is written with: whom it is for, lines with what they come to, and how it is paid. */
export function PaperFields({ form, children, verb }: Props) {
  const t = useWords(invoiceWords);
  useBuyerOf(form);
  return (
    <Form of={form} columns={2}>
      <Wide>
        <CustomerField of={form} name="customerId" label={t("customer")} optional />
      </Wide>
      <TextField of={form} name="buyer.name" label={t("name")} />
      <TextField of={form} name="buyer.email" type="email" label={t("email")} optional />
      <TextField of={form} name="buyer.street" label={t("street")} optional />
      <TextField of={form} name="buyer.street2" label={t("street2")} optional />
      <TextField of={form} name="buyer.postcode" label={t("postcode")} optional />
      <TextField of={form} name="buyer.city" label={t("city")} optional />
      <TextField of={form} name="buyer.state" label={t("state")} optional />
      <CountryField of={form} name="buyer.country" label={t("country")} optional />
      <TextField of={form} name="buyer.registration" label={t("registration")} optional />
      <TextField of={form} name="buyer.taxNumber" label={t("taxNumber")} optional />
      <Wide>
        <Section title={t("lines")}>
          <InvoiceLines form={form} />
        </Section>
      </Wide>
      <CurrencyField of={form} name="currency" label={t("currency")} />
      <NumberField of={form} name="termsDays" label={t("terms")} />
      {children}
      <TextField of={form} name="reference" label={t("reference")} optional />
      <CheckField of={form} name="pricesContainTax" label={t("pricesContainTax")} />
      <Wide>
        <TextAreaField of={form} name="note" label={t("note")} optional />
      </Wide>
      <SendButton of={form}>{verb ?? t("save")}</SendButton>
    </Form>
  );
}

const customersApi = client(customers);

/** A customer who is chosen brings name and address, where none is typed yet. */
function useBuyerOf(form: FormOf<InvoiceDraft>): void {
  const { customerId, buyer } = form.values;
  useQuery({
    queryKey: ["crm.customers", "for-invoice", customerId],
    enabled: customerId !== null && buyer.name === "",
    queryFn: async ({ signal }) => {
      const of = await customersApi.get({ id: customerId ?? "" }, signal);
      form.set("buyer", {
        ...buyer,
        name: of.organisation ?? of.name,
        attention: of.organisation === null ? "" : of.name,
        ...{ email: of.email ?? "", street: of.street ?? "", street2: of.street2 ?? "" },
        ...{ city: of.city ?? "", postcode: of.postcode ?? "", state: of.state ?? "" },
        country: of.country,
      });
      return true;
    },
  });
}
