import { Button } from "@mantine/core";
import { IconPackage, IconPlus } from "@tabler/icons-react";
import { useFiles } from "#modules/records/exports/web/export.tsx";
import { toTrashOf } from "#modules/records/trash/web/to-trash.tsx";
import { type ChangeRecord, RecordList } from "#modules/records/views/web/record-list.tsx";
import { Empty } from "#ui/empty.tsx";
import { Link, useGo } from "#ui/link.tsx";
import type { Column, Filter } from "#ui/list/types.ts";
import { countText } from "#ui/numbers.ts";
import { useMay } from "#ui/session.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { Price, ProductStatus, Stock } from "./product-parts.tsx";
import { type ProductRow, productsApi } from "./products.client.ts";
import { type ProductT, productWords } from "./products.words.ts";

const STATUSES = ["active", "draft", "archived"] as const;

export function ProductsPage() {
  const t = useWords(productWords);
  const go = useGo();
  const mayWrite = useMay("catalog.products.write");
  const mayDelete = useMay("catalog.products.delete");
  const filters = filtersOf(t);
  const files = useFiles("product", { filters, mayWrite });
  return (
    <>
      <RecordList
        type="product"
        title={t("products")}
        path="/products"
        views={[
          { label: t("all"), filter: {} },
          ...STATUSES.map((status) => ({ label: t(`status.${status}`), filter: { status } })),
        ]}
        actions={
          <>
            {files.buttons}
            {mayWrite && (
              <Button
                leftSection={<IconPlus size={16} stroke={2} />}
                onClick={() => go("/products/new")}
              >
                {t("new")}
              </Button>
            )}
          </>
        }
        topic="catalog.products"
        change={changeProduct}
        noun={{ one: t("product").toLowerCase(), many: t("products").toLowerCase() }}
        load={productsApi.list}
        count={productsApi.count}
        nameOf={({ title }) => title}
        to={({ id }) => `/products/${id}`}
        search={t("searchFor")}
        sort="title"
        columns={columnsOf(t)}
        filters={filters}
        bulk={[
          ...files.verbs,
          ...(mayDelete ? [toTrashOf((ids) => productsApi.trash({ ids }))] : []),
        ]}
        phone={(row) => ({
          title: row.title,
          facts: row.connection ?? t("byHand"),
          end: <Price of={row} />,
        })}
        empty={<NoProducts />}
      />
      {files.dialog}
    </>
  );
}

const changeProduct: ChangeRecord = async (id, change) => {
  const { version } = await productsApi.get({ id });
  return productsApi.change({ id, version, ...change });
};

const columnsOf = (t: ProductT): Column<ProductRow>[] => [
  {
    key: "title",
    label: t("product"),
    kind: "name",
    width: "minmax(200px, 3fr)",
    sort: { up: "title", down: "-title" },
    cell: ({ title }) => title,
  },
  {
    key: "store",
    label: t("store"),
    kind: "facts",
    cell: ({ connection }) => connection ?? t("byHand"),
  },
  { key: "category", label: t("category"), kind: "facts", cell: ({ category }) => category },
  { key: "vendor", label: t("vendor"), kind: "facts", isExtra: true, cell: ({ vendor }) => vendor },
  {
    key: "variants",
    label: t("variantsTitle"),
    kind: "number",
    cell: ({ variantsCount }) => countText(variantsCount),
  },
  {
    key: "stock",
    label: t("stock"),
    kind: "number",
    cell: ({ stockCount }) => <Stock of={stockCount} />,
  },
  {
    key: "price",
    label: t("price"),
    kind: "number",
    width: "minmax(130px, 1.4fr)",
    cell: (row) => <Price of={row} />,
  },
  {
    key: "updated",
    label: t("updated"),
    kind: "date",
    sort: { up: "updated", down: "-updated", first: "down" },
    cell: ({ updatedAt }) => <When at={updatedAt} />,
  },
  {
    key: "status",
    label: t("status"),
    kind: "status",
    cell: ({ status }) => <ProductStatus of={status} />,
  },
];

const filtersOf = (t: ProductT): Filter[] => [
  {
    kind: "choice",
    label: t("status"),
    param: "status",
    options: STATUSES.map((value) => ({ value, label: t(`status.${value}`) })),
  },
  { kind: "text", label: t("category"), param: "category" },
  { kind: "text", label: t("barcode"), param: "barcode" },
  { kind: "given", label: t("store"), param: "connectionId" },
];

function NoProducts() {
  const t = useWords(productWords);
  return (
    <Empty
      icon={<IconPackage size={28} stroke={1.4} />}
      title={t("emptyTitle")}
      actions={
        <>
          <Button component={Link} to="/connections/new">
            {t("connectStore")}
          </Button>
          <Button variant="default" component={Link} to="/products/new">
            {t("new")}
          </Button>
        </>
      }
    >
      {t("emptyText")}
    </Empty>
  );
}
