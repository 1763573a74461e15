import { rates } from "#modules/finance/rates/rates.contract.ts";
import { statementWords } from "#modules/finance/statements/web/statements.words.ts";
import { client } from "#ui/api.ts";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { refresh } from "#ui/query.ts";
import { useMay } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";

const api = client(rates);

type Props = { currency: string; on: string; home: string };

/** What the orders that wait need to hear: one rate, from a day on. */
export function TellRate({ currency, on, home }: Props) {
  const t = useWords(statementWords);
  const form = useForm({
    start: { rate: "", rateOn: on as string | null },
    check: ({ rate, rateOn }) => ({
      rate: rate.trim() === "" ? "field.required" : null,
      rateOn: rateOn === null ? "field.required" : null,
    }),
    send: ({ rate, rateOn }) => api.tell({ currency, rate: rate.trim(), rateOn: rateOn ?? on }),
    onKept: () => {
      toast(t("rateTold"));
      void refresh("sales.postings", "finance.statements", "finance.chart");
    },
  });
  if (!useMay("finance.rates.write")) return null;
  return (
    <Form of={form} columns={2} guards={false}>
      <TextField of={form} name="rate" label={t("rateOf", { currency, home })} />
      <DateField of={form} name="rateOn" label={t("rateOn")} />
      <SendButton of={form}>{t("tellRate")}</SendButton>
    </Form>
  );
}
