import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { dateText } from "#ui/dates.ts";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Hidden } from "#ui/hidden.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useCalendar, useToday } from "#ui/session.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { refreshTaxes, type TaxCode, taxesApi } from "./taxes.client.ts";
import { taxWords } from "./taxes.words.ts";

type Rate = TaxCode["rates"][number];

/** From which day on how much: the past, today's and what is to come. */
export function TaxRates({ of }: { of: TaxCode }) {
  const t = useWords(taxWords);
  const calendar = useCalendar();
  const { today } = calendar;
  const [problem, setProblem] = useState<unknown>(null);
  const now = of.rates.find(({ startsOn }) => startsOn <= today);
  const drop = async ({ startsOn, rate }: Rate) => {
    const after = await taxesApi
      .dropRate({ id: of.id, version: of.version, startsOn })
      .catch(setProblem);
    if (after === undefined) return;
    setProblem(null);
    void refreshTaxes();
    toast(t("rateDropped", { code: of.code }), async () => {
      await taxesApi.setRate({ id: of.id, version: after.version, startsOn, rate });
      void refreshTaxes();
    });
  };
  return (
    <>
      <ProblemNote of={problem} />
      <Table
        label={t("ratesOf", { code: of.code })}
        rows={of.rates}
        keyOf={({ startsOn }) => startsOn}
        columns={[
          {
            label: t("rateFrom"),
            kind: "name",
            cell: (rate) => (
              <>
                {dateText(rate.startsOn, calendar)}{" "}
                {rate === now && <Status tone="good">{t("today")}</Status>}
              </>
            ),
          },
          { label: t("rateNow"), kind: "number", phone: "under", cell: ({ rate }) => `${rate} %` },
          {
            label: <Hidden>{t("more")}</Hidden>,
            kind: "number",
            cell: (rate) => (
              <ActionIcon
                variant="subtle"
                color="gray"
                disabled={of.rates.length === 1}
                aria-label={t("dropRate", { day: dateText(rate.startsOn, calendar) })}
                onClick={() => void drop(rate)}
              >
                <IconX size={16} stroke={1.6} />
              </ActionIcon>
            ),
          },
        ]}
      />
      <RateForm key={of.version} of={of} />
    </>
  );
}

function RateForm({ of }: { of: TaxCode }) {
  const t = useWords(taxWords);
  const today = useToday();
  const form = useForm({
    start: { startsOn: today as string | null, rate: "" },
    check: ({ startsOn, rate }: { startsOn: string | null; rate: string }) => ({
      startsOn: startsOn === null ? "field.required" : null,
      rate: rate.trim() === "" ? "field.required" : null,
    }),
    send: ({ startsOn, rate }) =>
      taxesApi.setRate({
        ...{ id: of.id, version: of.version },
        ...{ startsOn: startsOn ?? today, rate: rate.trim() },
      }),
    onKept: () => {
      toast(t("rateKept", { code: of.code }));
      void refreshTaxes();
    },
  });
  return (
    <Form of={form} guards={false} columns={2}>
      <DateField of={form} name="startsOn" label={t("rateFrom")} />
      <TextField of={form} name="rate" label={t("rate")} />
      <SendButton of={form}>{t("addRate")}</SendButton>
    </Form>
  );
}
