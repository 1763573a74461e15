import { Button } from "@mantine/core";
import { IconArrowBackUp, IconTrash, IconTrashX } from "@tabler/icons-react";
import { useState } from "react";
import { Dialog } from "#ui/dialog.tsx";
import { Empty } from "#ui/empty.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { BulkVerb, Column, Filter, Picked } from "#ui/list/types.ts";
import { countText } from "#ui/numbers.ts";
import { useMay } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { useRestoring } from "./restoring.tsx";
import { refreshAll, type TrashRow, trashApi } from "./trash.client.ts";
import { type TrashT, trashWords } from "./trash.words.ts";

const RECORDS = ["customer", "order", "product", "subscription", "connection"] as const;
const TYPES = [
  ...[...RECORDS, "note", "task", "attachment", "view"],
  ...["invoice", "supplier", "bill"],
] as const;
/** Nothing else has a page of its own. */
const PLACES: Partial<Record<TrashRow["type"], string>> = {
  customer: "customers",
  order: "orders",
  product: "products",
  connection: "connections",
  invoice: "invoices",
  supplier: "suppliers",
  bill: "bills",
};

/** What was deleted, for as long as it can come back. */
export function TrashPage() {
  const t = useWords(trashWords);
  const mayPurge = useMay("records.trash.purge");
  const [asked, ask] = useState<Picked | "all" | null>(null);
  const { restore, dialog } = useRestoring();
  return (
    <>
      <ListPage
        title={t("trash")}
        path="/trash"
        views={[
          { label: t("all"), filter: {} },
          ...RECORDS.map((type) => ({ label: t(`types.${type}`), filter: { type } })),
        ]}
        actions={
          mayPurge && (
            <Button variant="default" onClick={() => ask("all")}>
              {t("empty")}
            </Button>
          )
        }
        topic="records.trash"
        noun={{ one: t("record"), many: t("records") }}
        load={({ sort: _, ...query }) => trashApi.list(query)}
        count={trashApi.count}
        idOf={({ record }) => record}
        nameOf={(row) => nameOf(row, t)}
        to={({ type, record }) => (PLACES[type] ? `/${PLACES[type]}/${record}` : null)}
        search={t("searchFor")}
        columns={columnsOf(t)}
        filters={filtersOf(t)}
        bulk={useBulk(t, restore, ask)}
        phone={(row) => ({
          title: nameOf(row, t),
          facts: `${t(`type.${row.type}`)} · ${row.actorName}`,
          end: t("daysLeft", { count: row.daysLeft }),
        })}
        empty={
          <Empty icon={<IconTrash size={28} stroke={1.4} />} title={t("emptyTitle")}>
            {t("emptyText")}
          </Empty>
        }
      />
      {dialog}
      {asked !== null && <PurgeDialog of={asked} onClose={() => ask(null)} />}
    </>
  );
}

/** "Note on Aisyah": what has no name of its own is called after what it hangs on. */
function nameOf({ type, name, reach }: TrashRow, t: TrashT): string {
  const called = name || reach || t("nameless");
  return type === "note" || type === "attachment" || type === "invoice"
    ? t(`called.${type}`, { name: called })
    : called;
}

function useBulk(
  t: TrashT,
  restore: (records: readonly string[]) => Promise<void>,
  ask: (picked: Picked) => void,
): BulkVerb[] {
  const mayRestore = useMay("records.trash.restore");
  const mayPurge = useMay("records.trash.purge");
  const back: BulkVerb = {
    label: t("restore"),
    icon: <IconArrowBackUp size={16} stroke={1.6} />,
    run: async ({ ids, letGo }) => {
      if (ids === null) return;
      await restore(ids);
      letGo();
    },
  };
  const forGood: BulkVerb = {
    label: t("purge"),
    icon: <IconTrashX size={16} stroke={1.6} />,
    run: ask,
  };
  return [...(mayRestore ? [back] : []), ...(mayPurge ? [forGood] : [])];
}

/** Undo cannot reach this: it is asked, and only of who has just proved who they are. */
function PurgeDialog({ of, onClose }: { of: Picked | "all"; onClose: () => void }) {
  const t = useWords(trashWords);
  const purge = async () => {
    const { count } =
      of === "all" ? await trashApi.empty({}) : await trashApi.purge({ records: of.ids ?? [] });
    if (of !== "all") of.letGo();
    await refreshAll();
    toast(t("purged", { count }));
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={of === "all" ? t("emptyAsk") : t("purgeTitle", { count: of.count })}
      verb={of === "all" ? t("empty") : t("purge")}
      isDanger
      onDo={purge}
    >
      <p>{t("purgeText")}</p>
    </Dialog>
  );
}

const columnsOf = (t: TrashT): Column<TrashRow>[] => [
  {
    key: "name",
    label: t("name"),
    kind: "name",
    width: "minmax(160px, 3fr)",
    cell: (row) => nameOf(row, t),
  },
  { key: "type", label: t("kind"), kind: "facts", cell: ({ type }) => t(`type.${type}`) },
  { key: "by", label: t("by"), kind: "facts", cell: ({ actorName }) => actorName },
  {
    key: "when",
    label: t("when"),
    kind: "date",
    cell: ({ trashedAt }) => <When at={trashedAt} />,
  },
  {
    key: "left",
    label: t("left"),
    kind: "number",
    cell: ({ daysLeft }) => countText(daysLeft),
  },
];

const filtersOf = (t: TrashT): Filter[] => [
  {
    kind: "choice",
    label: t("kind"),
    param: "type",
    options: TYPES.map((value) => ({ value, label: t(`types.${value}`) })),
  },
];
