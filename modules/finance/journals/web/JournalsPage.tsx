import { Button } from "@mantine/core";
import { IconNotebook, IconPlus } from "@tabler/icons-react";
import { useBooks } from "#modules/finance/books/web/books.client.ts";
import { type BooksT, booksWords } from "#modules/finance/books/web/books.words.ts";
import { useChart } from "#modules/finance/chart/web/chart.client.ts";
import { DownloadMenu } from "#modules/finance/reports/web/download-menu.tsx";
import { dateText } from "#ui/dates.ts";
import { Empty } from "#ui/empty.tsx";
import { useGo } from "#ui/link.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { Column } from "#ui/list/types.ts";
import { Money } from "#ui/money.tsx";
import { currencySign } from "#ui/numbers.ts";
import { useCalendar, useCompany, useMay, useToday } from "#ui/session.tsx";
import { Status } from "#ui/status.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { SourceType } from "../journals.contract.ts";
import { type JournalRow, journalsApi } from "./journals.client.ts";

/** Everything that was posted. */
export function JournalsPage() {
  const t = useWords(booksWords);
  const go = useGo();
  const { data: books } = useBooks();
  const company = useCompany();
  const currency = books?.since?.currency ?? company.currency;
  const mayPost = useMay("finance.journals.post");
  const isOn = books?.since != null;
  const [url] = useUrl();
  const today = useToday();
  return (
    <ListPage
      title={t("journal")}
      path="/journals"
      views={[
        { label: t("allEntries"), filter: {} },
        ...SourceType.options.map((source) => ({
          label: t(`source.${source}`),
          filter: { source },
        })),
      ]}
      actions={
        isOn && (
          <>
            <DownloadMenu
              of={{
                report: "journal",
                from: url["from"] ?? `${today.slice(0, 4)}-01-01`,
                to: url["to"] ?? today,
              }}
            />
            {mayPost && (
              <Button
                leftSection={<IconPlus size={16} stroke={2} />}
                onClick={() => go("/journals/new")}
              >
                {t("newEntry")}
              </Button>
            )}
          </>
        )
      }
      topic="finance.journals"
      noun={{ one: t("entry"), many: t("entries") }}
      load={(query) => journalsApi.list(query)}
      count={journalsApi.count}
      idOf={({ id }) => id}
      nameOf={({ number }) => number}
      to={({ id }) => `/journals/${id}`}
      sort="-posted"
      search={t("searchJournal")}
      columns={useColumns(t, currency)}
      filters={useFilters(t)}
      phone={(row) => ({
        title: row.memo || t(`source.${row.sourceType}`),
        facts: <PhoneFacts of={row} />,
        end: <Money minor={row.totalMinor} currency={currency} />,
      })}
      empty={
        <Empty
          icon={<IconNotebook size={28} stroke={1.4} />}
          title={t(isOn ? "journalEmptyTitle" : "finance.books.off")}
          actions={
            !isOn && (
              <Button variant="default" onClick={() => go("/books")}>
                {t("offTitle")}
              </Button>
            )
          }
        >
          {t(isOn ? "journalEmptyText" : "offText")}
        </Empty>
      }
    />
  );
}

function PhoneFacts({ of }: { of: JournalRow }) {
  const calendar = useCalendar();
  return [of.number, dateText(of.postedOn, calendar)].join(" · ");
}

function useColumns(t: BooksT, currency: string): Column<JournalRow>[] {
  const calendar = useCalendar();
  return [
    {
      key: "number",
      label: t("number"),
      kind: "name",
      width: "minmax(132px, 1fr)",
      cell: ({ number }) => number,
    },
    {
      key: "day",
      label: t("day"),
      kind: "date",
      cell: ({ postedOn }) => dateText(postedOn, calendar),
      sort: { up: "posted", down: "-posted", first: "down" },
    },
    {
      key: "memo",
      label: t("memo"),
      kind: "facts",
      width: "minmax(180px, 3fr)",
      cell: ({ memo }) => memo || "–",
    },
    {
      key: "source",
      label: t("source"),
      kind: "facts",
      cell: ({ sourceType }) => t(`source.${sourceType}`),
    },
    {
      key: "amount",
      label: t("amount", { currency: currencySign(currency) }),
      kind: "number",
      cell: ({ totalMinor }) => <Money minor={totalMinor} currency={currency} bare />,
    },
    {
      key: "state",
      label: t("state"),
      kind: "status",
      cell: ({ isReversed }) =>
        isReversed ? <Status tone="quiet">{t("isReversed")}</Status> : null,
    },
  ];
}

function useFilters(t: BooksT) {
  const { data } = useChart("with");
  const accounts = (data?.accounts ?? []).filter(({ isGroup }) => !isGroup);
  return [
    { kind: "days" as const, label: t("day"), from: "from", to: "to" },
    {
      kind: "choice" as const,
      label: t("account"),
      param: "account",
      options: accounts.map(({ id, code, name }) => ({ value: id, label: `${code} ${name}` })),
    },
    {
      kind: "choice" as const,
      label: t("source"),
      param: "source",
      options: SourceType.options.map((value) => ({ value, label: t(`source.${value}`) })),
    },
  ];
}
