import { useState } from "react";
import { addDays, monthOf } from "#kernel/day.ts";
import { BooksTabs } from "#modules/finance/books/web/books-tabs.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Figures } from "#ui/figures.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar, useToday } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { RevaluedKind } from "../revaluations.contract.ts";
import {
  type Item,
  type Preview,
  type Revaluation,
  refreshRevaluations,
  revaluationsApi,
  usePreview,
  useRevaluations,
} from "./revaluations.client.ts";
import styles from "./revaluations.module.css";
import { revaluationWords } from "./revaluations.words.ts";
// Why the books refuse (a locked month, no books yet) is said in their words.
import "#modules/finance/books/web/books.words.ts";

/** What is open in other currencies, at the rate of a day: looked at, booked, and what was booked before. */
export function RevaluationPage() {
  const t = useWords(revaluationWords);
  const calendar = useCalendar();
  const today = useToday();
  const day = useForm({
    start: { on: addDays(monthOf(today), -1) as string | null },
    send: async () => undefined,
  });
  const on = day.values.on ?? today;
  const preview = usePreview(on);
  const [problem, tell] = useState<unknown>(null);
  const book = async () => {
    const booked = await revaluationsApi.book({ on }).catch(tell);
    if (booked === undefined) return;
    tell(null);
    refreshRevaluations();
    toast(t("wasBooked", { day: dateText(on, calendar) }));
  };
  return (
    <Page
      of={preview}
      title={t("revaluation")}
      tabs={<BooksTabs here="/books/revaluation" />}
      actions={({ blocked }) => (
        <ActionButton blocked={blocked.book} onClick={() => void book()}>
          {t("book", { day: dateText(on, calendar) })}
        </ActionButton>
      )}
    >
      {(data) => (
        <div className={styles.page}>
          <p className="k-caption">{t("text")}</p>
          <ProblemNote of={problem} />
          <div className={styles.day}>
            <DateField of={day} name="on" label={t("on")} />
          </div>
          <Tried of={data} />
          <Booked tell={tell} />
        </div>
      )}
    </Page>
  );
}

function Tried({ of }: { of: Preview }) {
  const t = useWords(revaluationWords);
  if (of.items.length === 0 && of.withoutRate.length === 0)
    return <p className="k-caption">{t("nothingOpen")}</p>;
  return (
    <>
      {of.withoutRate.length > 0 && (
        <Note tone="warn">
          {t("noRateOf", { currencies: of.withoutRate.join(", ") })}{" "}
          <Link to="/books/rates" className="k-link">
            {t("toRates")}
          </Link>
        </Note>
      )}
      <Figures
        small
        of={[
          {
            label: t(of.gainMinor < 0 ? "loss" : "gain"),
            value: <Money minor={Math.abs(of.gainMinor)} currency={of.currency} />,
          },
        ]}
      />
      {RevaluedKind.options.map((kind) => {
        const items = of.items.filter((item) => item.kind === kind);
        return (
          items.length > 0 && (
            <Section key={kind} title={t(`kind.${kind}`)}>
              <Items label={t(`kind.${kind}`)} items={items} home={of.currency} />
            </Section>
          )
        );
      })}
    </>
  );
}

const PLACES = {
  invoice: "/invoices",
  bill: "/bills",
  vendor_credit: "/bills",
  account: null,
} as const;

function Items({ label, items, home }: { label: string; items: readonly Item[]; home: string }) {
  const t = useWords(revaluationWords);
  const calendar = useCalendar();
  const bare = (minor: number, currency = home) => <Money minor={minor} currency={currency} bare />;
  return (
    <Table<Item>
      label={label}
      rows={items}
      keyOf={({ id, currency }) => `${id} ${currency}`}
      columns={[
        {
          label: t("item"),
          kind: "name",
          cell: ({ kind, id, name }) => {
            const place = PLACES[kind];
            return place === null ? name : <Link to={`${place}/${id}`}>{name}</Link>;
          },
        },
        {
          label: t("open"),
          kind: "number",
          phone: "under",
          cell: ({ documentMinor, currency }) => (
            <Money minor={documentMinor} currency={currency} />
          ),
        },
        {
          label: t("rate"),
          kind: "number",
          phone: "hide",
          cell: ({ rate, rateOn }) => (
            <>
              {rate}
              <small>{dateText(rateOn, calendar)}</small>
            </>
          ),
        },
        {
          label: `${t("carried")}, ${home}`,
          kind: "number",
          phone: "hide",
          cell: ({ carriedMinor }) => bare(carriedMinor),
        },
        {
          label: `${t("worth")}, ${home}`,
          kind: "number",
          phone: "hide",
          cell: ({ worthMinor }) => bare(worthMinor),
        },
        {
          label: t("difference"),
          kind: "number",
          cell: ({ worthMinor, carriedMinor }) => bare(worthMinor - carriedMinor),
        },
      ]}
    />
  );
}

function Booked({ tell }: { tell: (problem: unknown) => void }) {
  const t = useWords(revaluationWords);
  const calendar = useCalendar();
  const { data } = useRevaluations();
  const rows = data?.revaluations ?? [];
  if (rows.length === 0) return null;
  const undo = async ({ id, revaluedOn }: Revaluation) => {
    const done = await revaluationsApi.undo({ id }).catch(tell);
    if (done === undefined) return;
    tell(null);
    refreshRevaluations();
    toast(t("wasUndone", { day: dateText(revaluedOn, calendar) }));
  };
  return (
    <Section title={t("booked")}>
      <Table<Revaluation>
        label={t("booked")}
        rows={rows}
        keyOf={({ id }) => id}
        columns={[
          {
            label: t("day"),
            kind: "name",
            cell: ({ revaluedOn }) => dateText(revaluedOn, calendar),
          },
          {
            label: t("entry"),
            kind: "quiet",
            phone: "under",
            cell: ({ entryId, reversalId }) => (
              <>
                <Link to={`/journals/${entryId}`} className="k-link">
                  {t("entry")}
                </Link>
                {" · "}
                <Link to={`/journals/${reversalId}`} className="k-link">
                  {t("reversal")}
                </Link>
              </>
            ),
          },
          {
            label: <Hidden>{t("undo")}</Hidden>,
            kind: "quiet",
            phone: "under",
            cell: (row) =>
              row.isUndone ? (
                t("undone")
              ) : (
                <ActionButton
                  quiet
                  variant="subtle"
                  size="compact-sm"
                  blocked={row.blocked.undo}
                  onClick={() => void undo(row)}
                >
                  {t("undo")}
                </ActionButton>
              ),
          },
          {
            label: t("difference"),
            kind: "number",
            cell: ({ gainMinor }) => <Money minor={gainMinor} bare />,
          },
        ]}
      />
    </Section>
  );
}
