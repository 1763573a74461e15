import { CountryField } from "#ui/form/country-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useCompany } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { ReadyTaxes } from "../taxes.contract.ts";
import { refreshTaxes, taxesApi } from "./taxes.client.ts";
import { taxWords } from "./taxes.words.ts";

type Draft = { set: (typeof ReadyTaxes.options)[number]; country: string | null };

/** The codes of a country, as its law names them: what is there already stays. */
export function ReadyForm({ onKept }: { onKept: () => void }) {
  const t = useWords(taxWords);
  const language = useLanguage();
  const { currency } = useCompany();
  const form = useForm({
    start: { set: usual(currency), country: null } as Draft,
    check: ({ set, country }: Draft) => ({
      country: set.startsWith("eu") && country === null ? "field.required" : null,
    }),
    send: ({ set, country }: Draft) => taxesApi.addReady({ set, country, language }),
    onKept: ({ added }) => {
      toast(added === 0 ? t("readyNone") : t("readyAdded", { count: added }));
      void refreshTaxes();
      onKept();
    },
  });
  return (
    <Form of={form} guards={false}>
      <p className="k-caption">{t("readyText")}</p>
      <SelectField
        of={form}
        name="set"
        label={t("set")}
        options={ReadyTaxes.options.map((value) => ({ value, label: t(`set.${value}`) }))}
      />
      {form.values.set.startsWith("eu") && (
        <CountryField of={form} name="country" label={t("country")} />
      )}
      <SendButton of={form}>{t("add")}</SendButton>
    </Form>
  );
}

const usual = (currency: string): Draft["set"] =>
  currency === "SGD" ? "sg_gst" : currency === "EUR" ? "eu_vat" : "my_sst";
