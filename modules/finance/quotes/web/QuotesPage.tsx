import { Button } from "@mantine/core";
import { IconFileDescription, IconPlus } from "@tabler/icons-react";
import { dateText } from "#ui/dates.ts";
import { Empty } from "#ui/empty.tsx";
import { useGo } from "#ui/link.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { Column } from "#ui/list/types.ts";
import { Money } from "#ui/money.tsx";
import { useCalendar, useMay } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { QuoteStatus } from "./quote-status.tsx";
import { type QuoteRow, quotesApi } from "./quotes.client.ts";
import { quoteWords } from "./quotes.words.ts";

const STANDINGS = [
  ...["draft", "open", "expired", "accepted", "declined", "invoiced", "discarded"],
] as const;

/** What is offered to customers, and what they said. */
export function QuotesPage() {
  const t = useWords(quoteWords);
  const go = useGo();
  const mayWrite = useMay("finance.quotes.write");
  const add = () => go("/quotes/new");
  const calendar = useCalendar();
  return (
    <ListPage
      title={t("quotes")}
      path="/quotes"
      views={[
        { label: t("all"), filter: {} },
        { label: t("drafts"), filter: { standing: "draft" } },
        { label: t("openView"), filter: { standing: "open" } },
        { label: t("acceptedView"), filter: { standing: "accepted" } },
        { label: t("expiredView"), filter: { standing: "expired" } },
      ]}
      actions={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={add}>
            {t("new")}
          </Button>
        )
      }
      topic="finance.quotes"
      noun={{ one: t("quote"), many: t("quotesSmall") }}
      load={(query) => quotesApi.list(query)}
      count={quotesApi.count}
      idOf={({ id }) => id}
      nameOf={({ number, buyerName }) => number ?? buyerName}
      to={({ id }) => `/quotes/${id}`}
      sort="-issued"
      search={t("searchBy")}
      columns={useColumns()}
      filters={[
        { kind: "days", label: t("issued"), from: "from", to: "to" },
        {
          kind: "choice",
          label: t("status"),
          param: "standing",
          options: STANDINGS.map((value) => ({
            value,
            label: t(`standing.${value as QuoteRow["standing"]}`),
          })),
        },
      ]}
      phone={(row) => ({
        title: row.buyerName,
        facts: [row.number, row.validUntil && dateText(row.validUntil, calendar)]
          .filter(Boolean)
          .join(" · "),
        end: <Money minor={row.payableMinor} currency={row.currency} />,
      })}
      empty={
        <Empty
          icon={<IconFileDescription size={28} stroke={1.4} />}
          title={t("emptyTitle")}
          actions={mayWrite && <Button onClick={add}>{t("new")}</Button>}
        >
          {t("emptyText")}
        </Empty>
      }
    />
  );
}

function useColumns(): Column<QuoteRow>[] {
  const t = useWords(quoteWords);
  const calendar = useCalendar();
  const day = (on: string | null) => (on === null ? "–" : dateText(on, calendar));
  return [
    {
      key: "number",
      label: t("number"),
      kind: "name",
      width: "minmax(140px, 1fr)",
      cell: ({ number }) => number ?? t("draftTitle"),
    },
    {
      key: "customer",
      label: t("customer"),
      kind: "facts",
      width: "minmax(180px, 2fr)",
      cell: ({ buyerName }) => buyerName,
    },
    {
      key: "issued",
      label: t("issued"),
      kind: "date",
      cell: ({ issuedOn }) => day(issuedOn),
      sort: { up: "issued", down: "-issued", first: "down" },
    },
    {
      key: "validUntil",
      label: t("validUntil"),
      kind: "date",
      cell: ({ validUntil }) => day(validUntil),
    },
    {
      key: "total",
      label: t("total"),
      kind: "number",
      cell: ({ payableMinor, currency }) => <Money minor={payableMinor} currency={currency} />,
    },
    {
      key: "standing",
      label: t("status"),
      kind: "status",
      cell: ({ standing }) => <QuoteStatus of={standing} />,
    },
  ];
}
