import { IconArchive, IconPencil, IconTag, IconTrash } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import type { BulkVerb } from "#ui/list/types.ts";
import { useMay } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import type { RecordTypeName } from "../../types/types.contract.ts";
import type { Catalogue } from "../../types/web/types.client.ts";
import { bulkWords } from "./bulk.words.ts";
import type { Asked } from "./bulk-dialog.tsx";

const BulkDialog = lazy(() =>
  import("./bulk-dialog.tsx").then((file) => ({ default: file.BulkDialog })),
);

/** What can be done to many of a type, and which of the house's fields can be set. */
const DOES: Readonly<
  Record<
    RecordTypeName,
    { writes: string; deletes: string; fields: readonly string[]; also: readonly Asked["does"][] }
  >
> = {
  customer: {
    writes: "crm.customers.write",
    deletes: "crm.customers.delete",
    fields: [
      ...["organisation", "street", "street2", "postcode", "city", "state", "country"],
      ...["note"],
    ],
    also: ["tag", "archive"],
  },
  order: {
    writes: "sales.orders.write",
    deletes: "sales.orders.delete",
    fields: ["note", "channel", "paymentMethod"],
    also: [],
  },
  product: {
    writes: "catalog.products.write",
    deletes: "catalog.products.delete",
    fields: ["status"],
    also: ["tag"],
  },
};

type Props = {
  type: RecordTypeName;
  catalogue: Catalogue;
  noun: { one: string; many: string };
};

/** Deeds on what is picked, or on all that the filters leave. */
export function useBulk({ type, catalogue, noun }: Props): {
  verbs: BulkVerb[];
  dialog: ReactNode;
} {
  const t = useWords(bulkWords);
  const { writes, deletes, fields, also } = DOES[type];
  const mayRun = useMay("records.bulk.run");
  const mayWrite = useMay(writes);
  const mayDelete = useMay(deletes);
  const [asked, ask] = useState<Asked | null>(null);
  const settable = catalogue.fields.filter(
    ({ key, isCustom, canChange, kind }) =>
      canChange && (isCustom || fields.includes(key)) && kind !== "reference",
  );
  const verb = (
    does: Asked["does"],
    label: string,
    icon: ReactNode,
    isForAll: boolean,
  ): BulkVerb => ({
    label,
    icon,
    canDoAll: true,
    isForAll,
    run: (picked) => ask({ does, picked }),
  });
  const of = { size: 16, stroke: 1.6 } as const;
  return {
    verbs: !mayRun
      ? []
      : [
          ...(mayWrite && settable.length > 0
            ? [verb("set", t("edit"), <IconPencil {...of} />, false)]
            : []),
          ...(mayWrite && also.includes("tag")
            ? [verb("tag", t("tag"), <IconTag {...of} />, true)]
            : []),
          ...(mayWrite && also.includes("archive")
            ? [verb("archive", t("archive"), <IconArchive {...of} />, true)]
            : []),
          ...(mayDelete ? [verb("trash", t("trash"), <IconTrash {...of} />, true)] : []),
        ],
    dialog: (
      <Suspense>
        {asked !== null && (
          <BulkDialog
            type={type}
            noun={noun}
            asked={asked}
            fields={settable}
            onClose={() => ask(null)}
          />
        )}
      </Suspense>
    ),
  };
}
