import { Button } from "@mantine/core";
import { IconPlus, IconReceipt } from "@tabler/icons-react";
import { AgingSums } from "#modules/finance/invoices/web/aging-sums.tsx";
import { useSupplier } from "#modules/finance/suppliers/web/suppliers.client.ts";
import { dateText } from "#ui/dates.ts";
import { Empty } from "#ui/empty.tsx";
import { useGo } from "#ui/link.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { Column } from "#ui/list/types.ts";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { useCalendar, useMay } from "#ui/session.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { BillStatus } from "./bill-status.tsx";
import { type BillRow, billsApi, useBillAging } from "./bills.client.ts";
import { billWords } from "./bills.words.ts";

/** What suppliers ask for, what they gave back, and what was paid at once. */
export function BillsPage() {
  const t = useWords(billWords);
  const go = useGo();
  const mayWrite = useMay("finance.bills.write");
  const [url] = useUrl();
  const { data: supplier } = useSupplier(url["supplier"] ?? "");
  const add = () => go("/bills/new");
  const calendar = useCalendar();
  return (
    <ListPage
      title={t("bills")}
      path="/bills"
      views={[
        { label: t("all"), filter: {} },
        { label: t("drafts"), filter: { standing: "draft" } },
        { label: t("openView"), filter: { standing: "open" } },
        { label: t("overdueView"), filter: { standing: "overdue" } },
        { label: t("paidView"), filter: { standing: "paid" } },
        { label: t("expensesView"), filter: { kind: "expense" } },
        { label: t("creditsView"), filter: { kind: "vendor_credit" } },
      ]}
      actions={
        mayWrite && (
          <>
            <More
              items={[
                { label: t("newExpense"), onClick: () => go("/bills/new?kind=expense") },
                { label: t("newCredit"), onClick: () => go("/bills/new?kind=vendor_credit") },
              ]}
            />
            <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={add}>
              {t("new")}
            </Button>
          </>
        )
      }
      note={<Aging />}
      topic="finance.bills"
      noun={{ one: t("bill"), many: t("billsSmall") }}
      load={(query) => billsApi.list(query)}
      count={billsApi.count}
      idOf={({ id }) => id}
      nameOf={({ number, supplierName }) => `${supplierName} ${number}`}
      to={({ id }) => `/bills/${id}`}
      sort="-billed"
      search={t("searchBy")}
      columns={useColumns()}
      filters={[
        { kind: "days", label: t("billedOn"), from: "from", to: "to" },
        {
          kind: "choice",
          label: t("status"),
          param: "standing",
          options: (["draft", "open", "overdue", "paid", "unused", "discarded"] as const).map(
            (value) => ({ value, label: t(`standing.${value}`) }),
          ),
        },
        {
          kind: "choice",
          label: t("kind"),
          param: "kind",
          options: (["bill", "vendor_credit", "expense"] as const).map((value) => ({
            value,
            label: t(`kind.${value}`),
          })),
        },
        {
          kind: "given",
          label: t("supplier"),
          param: "supplier",
          show: () => supplier?.name ?? "…",
        },
      ]}
      phone={(row) => ({
        title: row.supplierName || t(`kind.${row.kind}`),
        facts: [row.number, dateText(row.billedOn, calendar), t(`standing.${row.standing}`)]
          .filter(Boolean)
          .join(" · "),
        end: <Money minor={row.payableMinor} currency={row.currency} />,
      })}
      empty={
        <Empty
          icon={<IconReceipt size={28} stroke={1.4} />}
          title={t("emptyTitle")}
          actions={mayWrite && <Button onClick={add}>{t("new")}</Button>}
        >
          {t("emptyText")}
        </Empty>
      }
    />
  );
}

function useColumns(): Column<BillRow>[] {
  const t = useWords(billWords);
  const calendar = useCalendar();
  return [
    {
      key: "supplier",
      label: t("supplier"),
      kind: "name",
      width: "minmax(180px, 2fr)",
      cell: ({ supplierName, kind }) => supplierName || t(`kind.${kind}`),
    },
    {
      key: "number",
      label: t("number"),
      kind: "facts",
      width: "minmax(140px, 1fr)",
      cell: ({ number, kind }) =>
        [kind === "bill" ? "" : t(`kind.${kind}`), number].filter(Boolean).join(" ") || "–",
    },
    {
      key: "billed",
      label: t("billedOn"),
      kind: "date",
      cell: ({ billedOn }) => dateText(billedOn, calendar),
      sort: { up: "billed", down: "-billed", first: "down" },
    },
    {
      key: "due",
      label: t("dueOn"),
      kind: "date",
      cell: ({ dueOn, kind }) => (kind === "bill" ? dateText(dueOn, calendar) : "–"),
      sort: { up: "due", down: "-due", first: "up" },
    },
    {
      key: "total",
      label: t("total"),
      kind: "number",
      cell: ({ payableMinor, currency, kind }) => (
        <Money
          minor={kind === "vendor_credit" ? -payableMinor : payableMinor}
          currency={currency}
        />
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
      cell: ({ standing }) => <BillStatus of={standing} />,
    },
  ];
}

/** What is to be paid, by how late it is. */
function Aging() {
  const t = useWords(billWords);
  const { data } = useBillAging();
  return <AgingSums of={data?.currencies ?? []} label={t} />;
}
