import { Button } from "@mantine/core";
import {
  IconAddressBook,
  IconArchive,
  IconPlus,
  IconTag,
  IconUserShare,
} from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useOwnerFilter } from "#modules/companies/roles/web/colleagues.ts";
import { useFiles } from "#modules/records/exports/web/export.tsx";
import { TagChips } from "#modules/records/tags/web/tag-chips.tsx";
import { toTrashOf } from "#modules/records/trash/web/to-trash.tsx";
import { type ChangeRecord, RecordList } from "#modules/records/views/web/record-list.tsx";
import { Empty } from "#ui/empty.tsx";
import { Face } from "#ui/face.tsx";
import { Link, useGo } from "#ui/link.tsx";
import type { Column, Filter, Picked, View } from "#ui/list/types.ts";
import { Money } from "#ui/money.tsx";
import { countText, currencySign } from "#ui/numbers.ts";
import { refresh } from "#ui/query.ts";
import { useCompany, useFields, useMay } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { DuplicatesLink } from "../../duplicates/web/duplicates-link.tsx";
import { CUSTOMER_CLASSES } from "../customers.contract.ts";
import { ConsentStatus } from "./consent-status.tsx";
import { nameOf } from "./customer-name.ts";
import { type CustomerRow, customersApi } from "./customers.client.ts";
import { type CustomerT, customerWords } from "./customers.words.ts";

/** Its field of tags is 25 KiB that a list can be shown without. */
const TagDialog = lazy(() =>
  import("./tag-dialog.tsx").then((file) => ({ default: file.TagDialog })),
);

const GiveDialog = lazy(() =>
  import("#modules/companies/roles/web/give-dialog.tsx").then((file) => ({
    default: file.GiveDialog,
  })),
);

export function CustomersPage() {
  const t = useWords(customerWords);
  const go = useGo();
  const mayWrite = useMay("crm.customers.write");
  const fields = useFields(CUSTOMER_CLASSES);
  const mayDelete = useMay("crm.customers.delete");
  const filters = useFilters(t);
  const files = useFiles("customer", { filters, mayWrite });
  const mayGive = useMay("crm.customers.give");
  const [tagging, setTagging] = useState<Picked | null>(null);
  const [giving, setGiving] = useState<Picked | null>(null);
  return (
    <>
      <RecordList
        type="customer"
        title={t("customers")}
        path="/customers"
        views={viewsOf(t)}
        actions={
          <>
            <DuplicatesLink />
            {files.buttons}
            {mayWrite && (
              <Button
                leftSection={<IconPlus size={16} stroke={2} />}
                onClick={() => go("/customers/new")}
              >
                {t("new")}
              </Button>
            )}
          </>
        }
        topic="crm.customers"
        change={changeCustomer}
        noun={{ one: t("customer").toLowerCase(), many: t("customers").toLowerCase() }}
        load={customersApi.list}
        count={customersApi.count}
        nameOf={(row) => nameOf(row, t)}
        to={({ id }) => `/customers/${id}`}
        search={t(fields.isSeen("email") ? "searchFor" : "searchForPlain")}
        sort="-lastOrder"
        columns={useColumns(t)}
        filters={filters}
        bulk={[
          ...(mayWrite
            ? [
                { label: t("tag"), icon: <IconTag size={16} stroke={1.6} />, run: setTagging },
                {
                  label: t("archive"),
                  icon: <IconArchive size={16} stroke={1.6} />,
                  run: (picked: Picked) => archive(picked, t),
                },
              ]
            : []),
          ...(mayGive
            ? [
                {
                  label: t("give"),
                  icon: <IconUserShare size={16} stroke={1.6} />,
                  run: setGiving,
                },
              ]
            : []),
          ...files.verbs,
          ...(mayDelete ? [toTrashOf((ids) => customersApi.trash({ ids }))] : []),
        ]}
        sums={({ spentMinor }) =>
          t.rich("together", { sum: <Money key="sum" minor={spentMinor} /> })
        }
        phone={(row) => ({
          face: <Face name={nameOf(row, t)} size={40} />,
          title: nameOf(row, t),
          facts: row.email ?? row.phone ?? row.city ?? "",
          end: <Money minor={row.spentMinor} />,
        })}
        empty={<NoCustomers />}
      />
      {files.dialog}
      <Suspense>
        {tagging !== null && <TagDialog of={tagging} onClose={() => setTagging(null)} />}
        {giving !== null && (
          <GiveDialog
            of={giving}
            topic="crm.customers"
            give={customersApi.giveMany}
            onClose={() => setGiving(null)}
          />
        )}
      </Suspense>
    </>
  );
}

const changeCustomer: ChangeRecord = async (id, change) => {
  const { version } = await customersApi.get({ id });
  return customersApi.change({ id, version, ...change });
};

async function archive({ ids, letGo }: Picked, t: CustomerT): Promise<void> {
  if (ids === null) return;
  const { count, ids: changed } = await customersApi.archiveMany({ ids });
  letGo();
  void refresh("crm.customers");
  toast(t("archivedMany", { count }), async () => {
    if (changed.length > 0) await customersApi.restoreMany({ ids: changed });
    await refresh("crm.customers");
  });
}

const viewsOf = (t: CustomerT): View[] => [
  { label: t("all"), filter: {} },
  { label: t("repeat"), filter: { ordersMin: "2" } },
  { label: t("quiet"), filter: { ordersMax: "0" } },
  { label: t("consented"), filter: { emailConsent: "subscribed" } },
  { label: t("archivedFilter"), filter: { archived: "true" } },
];

function useColumns(t: CustomerT): Column<CustomerRow>[] {
  const currency = currencySign(useCompany().currency);
  return [
    {
      key: "name",
      label: t("name"),
      kind: "name",
      sort: { up: "name", down: "-name" },
      cell: (row) => (
        <span className="k-row">
          <Face name={nameOf(row, t)} />
          <span className="k-clip">{nameOf(row, t)}</span>
        </span>
      ),
    },
    { key: "email", label: t("email"), kind: "facts", cell: (row) => row.email },
    { key: "phone", label: t("phone"), kind: "facts", isExtra: true, cell: (row) => row.phone },
    {
      key: "city",
      label: t("city"),
      kind: "facts",
      width: "minmax(80px, 1fr)",
      cell: (row) => row.city,
    },
    {
      key: "tags",
      label: t("tags"),
      kind: "facts",
      width: "minmax(80px, 1fr)",
      cell: (row) => <TagChips of={row.tags} most={2} />,
    },
    {
      key: "orders",
      label: t("orders"),
      kind: "number",
      sort: { up: "orders", down: "-orders", first: "down" },
      cell: (row) => countText(row.ordersCount),
    },
    {
      key: "spent",
      label: t("spentIn", { currency }),
      kind: "number",
      sort: { up: "spent", down: "-spent", first: "down" },
      cell: (row) => <Money minor={row.spentMinor} bare />,
    },
    {
      key: "lastOrder",
      label: t("lastOrder"),
      kind: "date",
      sort: { up: "lastOrder", down: "-lastOrder", first: "down" },
      cell: (row) => row.lastOrderAt !== null && <When at={row.lastOrderAt} />,
    },
    {
      key: "created",
      label: t("created"),
      kind: "date",
      isExtra: true,
      sort: { up: "created", down: "-created", first: "down" },
      cell: (row) => <When at={row.createdAt} />,
    },
    {
      key: "emailConsent",
      label: t("emailConsent"),
      kind: "status",
      cell: (row) => <ConsentStatus of={row.emailConsent} />,
    },
  ];
}

function useFilters(t: CustomerT): Filter[] {
  const { currency } = useCompany();
  const whose = useOwnerFilter();
  const consents = (["subscribed", "unsubscribed", "pending", "unknown"] as const).map((value) => ({
    value,
    label: t(`consent.${value}`),
  }));
  return [
    { kind: "number", label: t("orders"), min: "ordersMin", max: "ordersMax" },
    { kind: "money", label: t("spent"), min: "spentMin", max: "spentMax", currency },
    { kind: "days", label: t("lastOrder"), from: "lastOrderFrom", to: "lastOrderTo" },
    { kind: "days", label: t("firstOrder"), from: "firstOrderFrom", to: "firstOrderTo" },
    { kind: "days", label: t("ordered"), from: "orderedFrom", to: "orderedTo" },
    { kind: "text", label: t("tag"), param: "tag" },
    { kind: "text", label: t("city"), param: "city" },
    { kind: "text", label: t("country"), param: "country" },
    { kind: "choice", label: t("emailConsent"), param: "emailConsent", options: consents },
    whose,
    { kind: "flag", label: t("archivedFilter"), param: "archived" },
    { kind: "given", label: t("orderedCurrency"), param: "orderedCurrency" },
  ];
}

function NoCustomers() {
  const t = useWords(customerWords);
  return (
    <Empty
      icon={<IconAddressBook size={28} stroke={1.4} />}
      title={t("emptyTitle")}
      actions={
        <>
          <Button component={Link} to="/connections/new">
            {t("connectStore")}
          </Button>
          <Button variant="default" component={Link} to="/customers/new">
            {t("new")}
          </Button>
        </>
      }
    >
      {t("emptyText")}
    </Empty>
  );
}
