import { CheckField } from "#ui/form/check-field.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useToday } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { TaxCategoryCode, TaxScheme } from "../taxes.contract.ts";
import { refreshTaxes, type TaxCode, taxesApi } from "./taxes.client.ts";
import { taxWords } from "./taxes.words.ts";

type Draft = Pick<
  TaxCode,
  "code" | "name" | "scheme" | "category" | "isCompound" | "isSelfAssessed"
> & {
  exemptionReason: string;
  startsOn: string | null;
  rate: string;
};

/** A new code with its first rate, or what of one may change: what papers were reckoned by stays. */
export function TaxForm({ of, onKept }: { of: TaxCode | null; onKept: () => void }) {
  const t = useWords(taxWords);
  const today = useToday();
  const form = useForm({
    start: {
      code: of?.code ?? "",
      name: of?.name ?? "",
      scheme: of?.scheme ?? "SERVICE_TAX",
      category: of?.category ?? "S",
      isCompound: of?.isCompound ?? false,
      isSelfAssessed: of?.isSelfAssessed ?? false,
      exemptionReason: of?.exemptionReason ?? "",
      startsOn: today as string | null,
      rate: "",
    },
    check: ({ code, name, startsOn, rate }: Draft) => ({
      code: code.trim() === "" ? "field.required" : null,
      name: name.trim() === "" ? "field.required" : null,
      startsOn: startsOn === null ? "field.required" : null,
      rate: of === null && rate.trim() === "" ? "field.required" : null,
    }),
    send: ({ startsOn, rate, code, name, exemptionReason, ...said }: Draft) =>
      of === null
        ? taxesApi.create({
            ...{ code, name, exemptionReason, ...said },
            ...{ startsOn: startsOn ?? today, rate: rate.trim() },
          })
        : taxesApi.change({ id: of.id, version: of.version, code, name, exemptionReason }),
    onKept: ({ code }) => {
      toast(t(of === null ? "added" : "saved", { code }));
      void refreshTaxes();
      onKept();
    },
  });
  const { scheme, category } = form.values;
  const bearsNone = !["S", "L", "M"].includes(category);
  return (
    <Form of={form} guards={false} columns={2}>
      <TextField of={form} name="code" label={t("code")} autoFocus />
      <TextField of={form} name="name" label={t("name")} />
      {of === null && (
        <>
          <SelectField
            of={form}
            name="scheme"
            label={t("scheme")}
            options={TaxScheme.options.map((value) => ({ value, label: t(`scheme.${value}`) }))}
          />
          <SelectField
            of={form}
            name="category"
            label={t("category")}
            options={TaxCategoryCode.options.map((value) => ({
              value,
              label: t(`category.${value}`),
            }))}
            onPick={(picked) => {
              const isFree = !["S", "L", "M"].includes(picked ?? "S");
              form.change({
                category: (picked ?? "S") as Draft["category"],
                ...(isFree && { rate: "0" }),
              });
            }}
          />
          <TextField of={form} name="rate" label={t("rate")} />
          <DateField of={form} name="startsOn" label={t("rateFrom")} />
        </>
      )}
      {bearsNone && (
        <TextField
          of={form}
          name="exemptionReason"
          label={t("reason")}
          help={t("reasonHint")}
          optional
        />
      )}
      {of === null && scheme !== "WITHHOLDING" && (
        <>
          <CheckField of={form} name="isCompound" label={t("isCompound")} />
          <CheckField of={form} name="isSelfAssessed" label={t("isSelfAssessed")} />
        </>
      )}
      <SendButton of={form}>{t(of === null ? "add" : "save")}</SendButton>
    </Form>
  );
}
