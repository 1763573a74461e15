import { DateField } from "#ui/form/date-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { refresh } from "#ui/query.ts";
import { toast } from "#ui/toasts.tsx";
import { LANGUAGES, type Language, useLanguage, useWords } from "#ui/words.ts";
import { BooksChart } from "../books.contract.ts";
import { type Books, booksApi } from "./books.client.ts";
import styles from "./books.module.css";
import { booksWords } from "./books.words.ts";

type Draft = {
  chart: Books["suggested"]["chart"];
  language: Language;
  startsOn: string | null;
  month: string;
};

/** What a company without books is told, and the four things to choose. */
export function SwitchOn({ of: { suggested, blocked } }: { of: Books }) {
  const t = useWords(booksWords);
  const language = useLanguage();
  const months = useMonths();
  const start: Draft = {
    ...{ chart: suggested.chart, language, startsOn: suggested.startsOn, month: "1" },
  };
  const form = useForm({
    start,
    check: ({ startsOn }) => ({ startsOn: startsOn === null ? "field.required" : null }),
    send: (draft: Draft) =>
      booksApi.switchOn({
        ...{ chart: draft.chart, language: draft.language },
        startsOn: draft.startsOn ?? suggested.startsOn,
        yearBeginsMonth: Number(draft.month),
      }),
    onKept: () => {
      toast(t("switchedOn"));
      void refresh("finance.books", "finance.chart", "finance.periods", "finance.journals");
    },
  });
  return (
    <div className={styles.welcome}>
      <h2>{t("offTitle")}</h2>
      <p>{t("offText")}</p>
      {suggested.salesCount > 0 && <p>{t("offSales", { count: suggested.salesCount })}</p>}
      {blocked.switchOn === null ? (
        <>
          <Form of={form}>
            <SelectField
              of={form}
              name="chart"
              label={t("chart")}
              help={t("chartHelp")}
              options={BooksChart.options.map((value) => ({ value, label: t(`chart.${value}`) }))}
            />
            <SelectField
              of={form}
              name="language"
              label={t("language")}
              options={LANGUAGES.map(({ id, name }) => ({ value: id, label: name }))}
            />
            <DateField of={form} name="startsOn" label={t("startsOn")} help={t("startsHelp")} />
            <SelectField of={form} name="month" label={t("yearBegins")} options={months} />
          </Form>
          <p className="k-caption">{t("currencyFixed", { currency: suggested.currency })}</p>
          <SendButton of={form}>{t("switchOn")}</SendButton>
        </>
      ) : (
        <p className="k-muted">{t("offClosed")}</p>
      )}
    </div>
  );
}

/** In the words of the language: January, Januari. */
function useMonths(): { value: string; label: string }[] {
  const language = useLanguage();
  const name = new Intl.DateTimeFormat(language === "ms" ? "ms-MY" : "en", {
    month: "long",
    timeZone: "UTC",
  });
  return Array.from({ length: 12 }, (_, at) => ({
    value: String(at + 1),
    label: name.format(new Date(Date.UTC(2026, at, 1))),
  }));
}
