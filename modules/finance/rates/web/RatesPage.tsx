import { Button, FileButton } from "@mantine/core";
import { IconArrowsExchange, IconFileUpload, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { BooksTabs } from "#modules/finance/books/web/books-tabs.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { Empty } from "#ui/empty.tsx";
import { CurrencyField } from "#ui/form/currency-field.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Page } from "#ui/page.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useCalendar, useToday } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { readRates } from "../reading.rules.ts";
import { type KnownRate, ratesApi, useRates } from "./rates.client.ts";
import { rateWords } from "./rates.words.ts";
// Why the books refuse (they are off) is said in their words.
import "#modules/finance/books/web/books.words.ts";

const changed = () =>
  void refresh("finance.rates", "finance.statements", "finance.chart", "sales.postings");

/** What other currencies are worth in the books, by the day. */
export function RatesPage() {
  const t = useWords(rateWords);
  const rates = useRates();
  const [open, setOpen] = useState<"add" | "import" | null>(null);
  const close = () => setOpen(null);
  return (
    <Page
      of={rates}
      title={t("rates")}
      tabs={<BooksTabs here="/books/rates" />}
      actions={({ blocked }) => (
        <>
          <ActionButton
            quiet
            variant="default"
            blocked={blocked.tell}
            leftSection={<IconFileUpload size={16} stroke={1.6} />}
            onClick={() => setOpen("import")}
          >
            {t("import")}
          </ActionButton>
          <ActionButton
            blocked={blocked.tell}
            leftSection={<IconPlus size={16} stroke={2} />}
            onClick={() => setOpen("add")}
          >
            {t("add")}
          </ActionButton>
        </>
      )}
    >
      {({ rates: all, currency }) => (
        <>
          {all.length === 0 ? (
            <Empty icon={<IconArrowsExchange size={28} stroke={1.4} />} title={t("emptyTitle")}>
              {t("emptyText")}
            </Empty>
          ) : (
            <Known all={all} home={currency ?? ""} />
          )}
          <Dialog isOpen={open === "add"} onClose={close} title={t("add")}>
            {open === "add" && <AddForm home={currency ?? ""} onKept={close} />}
          </Dialog>
          <Dialog isOpen={open === "import"} onClose={close} title={t("importTitle")}>
            {open === "import" && <ImportForm home={currency ?? ""} onKept={close} />}
          </Dialog>
        </>
      )}
    </Page>
  );
}

/** Each currency with its newest first. */
function Known({ all, home }: { all: readonly KnownRate[]; home: string }) {
  const t = useWords(rateWords);
  const calendar = useCalendar();
  return (
    <>
      <p className="k-caption">{t("ratesText", { home })}</p>
      {[...Map.groupBy(all, ({ currency }) => currency)].map(([currency, rates]) => (
        <Section key={currency} title={t("rateOf", { currency, home })}>
          <Table<KnownRate>
            label={t("rateOf", { currency, home })}
            rows={rates}
            keyOf={({ rateOn }) => rateOn}
            columns={[
              {
                label: t("rateOn"),
                kind: "name",
                cell: ({ rateOn }) => dateText(rateOn, calendar),
              },
              {
                label: t("source"),
                kind: "quiet",
                cell: ({ source }) =>
                  source === "manual" || source === "import" ? t(`source.${source}`) : source,
              },
              { label: t("rate"), kind: "number", cell: ({ rate }) => rate },
            ]}
          />
        </Section>
      ))}
    </>
  );
}

type FormProps = { home: string; onKept: () => void };
type Draft = { currency: string | null; rateOn: string | null; rate: string };

function AddForm({ home, onKept }: FormProps) {
  const t = useWords(rateWords);
  const today = useToday();
  const form = useForm({
    start: { currency: null, rateOn: today, rate: "" } as Draft,
    check: ({ currency, rateOn, rate }: Draft) => ({
      currency:
        currency === null
          ? "field.required"
          : currency === home
            ? "finance.rate.no_currency"
            : null,
      rateOn: rateOn === null ? "field.required" : null,
      rate: rate.trim() === "" ? "field.required" : null,
    }),
    send: ({ currency, rateOn, rate }: Draft) =>
      ratesApi.tell({ currency: currency ?? "", rateOn: rateOn ?? today, rate: rate.trim() }),
    onKept: () => {
      toast(t("wasTold", { currency: form.values.currency ?? "" }));
      changed();
      onKept();
    },
  });
  return (
    <Form of={form} guards={false}>
      <CurrencyField of={form} name="currency" label={t("currency")} />
      <TextField
        of={form}
        name="rate"
        label={t("rateOf", { currency: form.values.currency ?? "…", home })}
      />
      <DateField of={form} name="rateOn" label={t("rateOn")} />
      <SendButton of={form}>{t("add")}</SendButton>
    </Form>
  );
}

/** What is pasted or chosen is read as it stands here: by the rules that the server reads it with. */
function ImportForm({ home, onKept }: FormProps) {
  const t = useWords(rateWords);
  const reason = useReason();
  const form = useForm({
    start: { csv: "" },
    send: ({ csv }: { csv: string }) => ratesApi.import({ csv }),
    onKept: ({ importedCount }) => {
      toast(t("wereTaken", { count: importedCount }));
      changed();
      onKept();
    },
  });
  const { csv } = form.values;
  const read = csv.trim() === "" ? null : readRates(csv, home);
  const count = read?.rates?.length ?? 0;
  return (
    <Form of={form} guards={false}>
      <p className="k-caption">{t("importText")}</p>
      <FileButton
        accept=".csv,.txt,text/csv,text/plain"
        onChange={async (file) => file !== null && form.set("csv", await file.text())}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            leftSection={<IconFileUpload size={16} stroke={1.6} />}
          >
            {t("chooseFile")}
          </Button>
        )}
      </FileButton>
      <TextAreaField of={form} name="csv" label={t("table")} rows={8} />
      {read !== null && (
        <p className="k-caption" role="status">
          {read.wrong === null
            ? t("readable", { count })
            : `${t("wrongRow", { row: read.wrong.row })} ${reason(read.wrong.code)}`}
        </p>
      )}
      <SendButton of={form} disabled={count === 0}>
        {t("take", { count })}
      </SendButton>
    </Form>
  );
}
