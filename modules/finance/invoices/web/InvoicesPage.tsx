import { Button } from "@mantine/core";
import { IconFileInvoice, IconPlus } from "@tabler/icons-react";
import { dateText } from "#ui/dates.ts";
import { Empty } from "#ui/empty.tsx";
import { useGo } from "#ui/link.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { Column } from "#ui/list/types.ts";
import { Money } from "#ui/money.tsx";
import { useCalendar, useMay } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { AgingSums } from "./aging-sums.tsx";
import { InvoiceStatus } from "./invoice-status.tsx";
import { type InvoiceRow, invoicesApi, useAging } from "./invoices.client.ts";
import { invoiceWords } from "./invoices.words.ts";

/** What is asked of customers, and how late it is. */
export function InvoicesPage() {
  const t = useWords(invoiceWords);
  const go = useGo();
  const mayWrite = useMay("finance.invoices.write");
  const add = () => go("/invoices/new");
  const calendar = useCalendar();
  return (
    <ListPage
      title={t("invoices")}
      path="/invoices"
      views={[
        { label: t("all"), filter: {} },
        { label: t("drafts"), filter: { standing: "draft" } },
        { label: t("openView"), filter: { standing: "open" } },
        { label: t("overdueView"), filter: { standing: "overdue" } },
        { label: t("paidView"), filter: { standing: "paid" } },
      ]}
      actions={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={add}>
            {t("new")}
          </Button>
        )
      }
      note={<Aging />}
      topic="finance.invoices"
      noun={{ one: t("invoice"), many: t("invoicesSmall") }}
      load={(query) => invoicesApi.list(query)}
      count={invoicesApi.count}
      idOf={({ id }) => id}
      nameOf={({ number, buyerName }) => number ?? buyerName}
      to={({ id }) => `/invoices/${id}`}
      sort="-issued"
      search={t("searchBy")}
      columns={useColumns()}
      filters={[
        { kind: "days", label: t("issued"), from: "from", to: "to" },
        {
          kind: "choice",
          label: t("status"),
          param: "standing",
          options: (["draft", "open", "overdue", "paid", "discarded"] as const).map((value) => ({
            value,
            label: t(`standing.${value}`),
          })),
        },
      ]}
      phone={(row) => ({
        title: row.buyerName,
        facts: [row.number, row.dueOn && dateText(row.dueOn, calendar)].filter(Boolean).join(" · "),
        end: <Money minor={row.payableMinor} currency={row.currency} />,
      })}
      empty={
        <Empty
          icon={<IconFileInvoice size={28} stroke={1.4} />}
          title={t("emptyTitle")}
          actions={mayWrite && <Button onClick={add}>{t("new")}</Button>}
        >
          {t("emptyText")}
        </Empty>
      }
    />
  );
}

function useColumns(): Column<InvoiceRow>[] {
  const t = useWords(invoiceWords);
  const calendar = useCalendar();
  const day = (on: string | null) => (on === null ? "–" : dateText(on, calendar));
  return [
    {
      key: "number",
      label: t("number"),
      kind: "name",
      width: "minmax(140px, 1fr)",
      cell: ({ number, kind }) => number ?? t(kind === "invoice" ? "draftTitle" : "draftNote"),
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
      key: "due",
      label: t("due"),
      kind: "date",
      cell: ({ dueOn, kind }) => day(kind === "invoice" ? dueOn : null),
    },
    {
      key: "total",
      label: t("total"),
      kind: "number",
      cell: ({ payableMinor, currency, kind }) => (
        <Money minor={kind === "invoice" ? payableMinor : -payableMinor} currency={currency} />
      ),
    },
    {
      key: "open",
      label: t("open"),
      kind: "number",
      cell: ({ dueMinor, currency }) =>
        dueMinor === 0 ? (
          <span className="k-muted">–</span>
        ) : (
          <Money minor={dueMinor} currency={currency} bare />
        ),
    },
    {
      key: "standing",
      label: t("status"),
      kind: "status",
      cell: ({ standing }) => <InvoiceStatus of={standing} />,
    },
  ];
}

/** What is owed, by how late it is; where several currencies are owed, each in a row. */
function Aging() {
  const t = useWords(invoiceWords);
  const { data } = useAging();
  return <AgingSums of={data?.currencies ?? []} label={t} />;
}
