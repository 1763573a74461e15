import { Button } from "@mantine/core";
import { IconBuildingStore, IconPlus } from "@tabler/icons-react";
import { Empty } from "#ui/empty.tsx";
import { Face } from "#ui/face.tsx";
import { useGo } from "#ui/link.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { Column } from "#ui/list/types.ts";
import { Money } from "#ui/money.tsx";
import { useMay } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { type SupplierRow, suppliersApi } from "./suppliers.client.ts";
import { supplierWords } from "./suppliers.words.ts";

/** Whom the company buys from, and what is owed to them. */
export function SuppliersPage() {
  const t = useWords(supplierWords);
  const go = useGo();
  const mayWrite = useMay("finance.suppliers.write");
  const add = () => go("/suppliers/new");
  return (
    <ListPage
      title={t("suppliers")}
      path="/suppliers"
      views={[
        { label: t("all"), filter: {} },
        { label: t("owedView"), filter: { standing: "owed" } },
        { label: t("overdueView"), filter: { standing: "overdue" } },
        { label: t("aheadView"), filter: { standing: "ahead" } },
      ]}
      actions={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} stroke={2} />} onClick={add}>
            {t("new")}
          </Button>
        )
      }
      topic="finance.suppliers"
      noun={{ one: t("supplier"), many: t("suppliersSmall") }}
      load={(query) => suppliersApi.list(query)}
      count={suppliersApi.count}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      to={({ id }) => `/suppliers/${id}`}
      sort="name"
      search={t("searchBy")}
      columns={useColumns()}
      filters={[
        {
          kind: "choice",
          label: t("owed"),
          param: "standing",
          options: (["owed", "overdue", "ahead"] as const).map((value) => ({
            value,
            label: t(`${value}View`),
          })),
        },
      ]}
      phone={(row) => ({
        face: <Face name={row.name} size={40} />,
        title: row.name,
        facts: row.email,
        end: row.owedMinor === 0 ? "" : <Money minor={row.owedMinor} />,
      })}
      empty={
        <Empty
          icon={<IconBuildingStore size={28} stroke={1.4} />}
          title={t("emptyTitle")}
          actions={mayWrite && <Button onClick={add}>{t("new")}</Button>}
        >
          {t("emptyText")}
        </Empty>
      }
    />
  );
}

function useColumns(): Column<SupplierRow>[] {
  const t = useWords(supplierWords);
  const money = (minor: number) =>
    minor === 0 ? <span className="k-muted">–</span> : <Money minor={minor} bare />;
  return [
    {
      key: "name",
      label: t("name"),
      kind: "name",
      width: "minmax(200px, 2fr)",
      cell: ({ name }) => (
        <>
          <Face name={name} />
          {name}
        </>
      ),
      sort: { up: "name", down: "-name", first: "up" },
    },
    { key: "email", label: t("email"), kind: "facts", cell: ({ email }) => email || "–" },
    {
      key: "terms",
      label: t("terms"),
      kind: "number",
      cell: ({ termsDays }) => String(termsDays),
    },
    { key: "owed", label: t("owed"), kind: "number", cell: ({ owedMinor }) => money(owedMinor) },
    {
      key: "overdue",
      label: t("overdue"),
      kind: "number",
      cell: ({ overdueMinor }) => money(overdueMinor),
    },
    {
      key: "ahead",
      label: t("ahead"),
      kind: "number",
      cell: ({ aheadMinor }) => money(aheadMinor),
    },
  ];
}
