import {
  IconArchive,
  IconArchiveOff,
  IconArrowMerge,
  IconPencil,
  IconPlus,
  IconReceipt,
} from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { RecordFiles } from "#modules/records/attachments/web/record-files.tsx";
import { RecordNotes } from "#modules/records/notes/web/record-notes.tsx";
import { RecordTasks } from "#modules/records/tasks/web/record-tasks.tsx";
import { RecordTimeline } from "#modules/records/timeline/web/record-timeline.tsx";
import { InTrash } from "#modules/records/trash/web/in-trash.tsx";
import { useToTrash } from "#modules/records/trash/web/to-trash.tsx";
import { CustomerOrders } from "#modules/sales/orders/web/customer-orders.tsx";
import { CustomerSubscriptions } from "#modules/sales/subscriptions/web/customer-subscriptions.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { Figures } from "#ui/figures.tsx";
import { useGo, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { countText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { useMay, useWhyNot } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { CustomerAside } from "./customer-aside.tsx";
import { nameOf } from "./customer-name.ts";
import { type Customer, customersApi, useCustomer, useCustomerVerb } from "./customers.client.ts";
import { customerWords } from "./customers.words.ts";
import { MergedNotes } from "./merged-note.tsx";
import { mergingWords } from "./merging.words.ts";

/** Its search is 25 KiB that a customer can be shown without. */
const MergeDialog = lazy(() =>
  import("./merge-dialog.tsx").then((file) => ({ default: file.MergeDialog })),
);

export function CustomerPage() {
  const t = useWords(customerWords);
  const customer = useCustomer(useParam("customerId"));
  return (
    <Page
      of={customer}
      title={(data) => nameOf(data, t)}
      crumb={{ to: "/customers", label: t("customers") }}
      actions={(data) => <Verbs of={data} />}
      aside={(data) => <CustomerAside of={data} />}
    >
      {(data) => (
        <>
          {data.trashedAt !== null ? (
            <InTrash record={data.id} name={nameOf(data, t)} />
          ) : (
            data.archivedAt !== null && <Note>{t("isArchived")}</Note>
          )}
          {data.trashedAt === null && <MergedNotes customerId={data.id} />}
          <CustomerFigures of={data} />
          <CustomerSubscriptions customerId={data.id} />
          <CustomerOrders customerId={data.id} />
          <RecordTasks subject={data.id} isInTrash={data.trashedAt !== null} />
          <RecordNotes subject={data.id} />
          <RecordFiles subject={data.id} />
          <Section title={t("timeline")}>
            <RecordTimeline subject={data.id} />
          </Section>
        </>
      )}
    </Page>
  );
}

function CustomerFigures({ of }: { of: Customer }) {
  const t = useWords(customerWords);
  const average = of.ordersCount === 0 ? null : Math.round(of.spentMinor / of.ordersCount);
  return (
    <Figures
      small
      of={[
        { label: t("spent"), value: <Money minor={of.spentMinor} /> },
        { label: t("orders"), value: countText(of.ordersCount), to: `/orders?customerId=${of.id}` },
        { label: t("average"), value: average === null ? "–" : <Money minor={average} /> },
        {
          label: t("lastOrder"),
          value: of.lastOrderAt === null ? "–" : <When at={of.lastOrderAt} />,
        },
      ]}
    />
  );
}

function Verbs({ of }: { of: Customer }) {
  const t = useWords(customerWords);
  const m = useWords(mergingWords);
  const mayNotMerge = useWhyNot("crm.customers.merge");
  const seesStatement = useMay("finance.customer_statements.read");
  const go = useGo();
  const [isMerging, setMerging] = useState(false);
  const archive = useCustomerVerb(customersApi.archive);
  const restore = useCustomerVerb(customersApi.restore);
  const name = nameOf(of, t);
  const toTrash = useToTrash(() => customersApi.trash({ ids: [of.id] }), name);
  const putAway = async () => {
    const { id, version } = await archive.mutateAsync({ id: of.id, version: of.version });
    toast(t("archived", { name }), () => restore.mutateAsync({ id, version }));
  };
  const bringBack = async () => {
    await restore.mutateAsync({ id: of.id, version: of.version });
    toast(t("restored", { name }));
  };
  return (
    <>
      <Suspense>
        {isMerging && <MergeDialog customerId={of.id} onClose={() => setMerging(false)} />}
      </Suspense>
      <More
        items={[
          {
            label: m("mergeWith"),
            icon: <IconArrowMerge size={16} />,
            onClick: () => setMerging(true),
            blocked: mayNotMerge ?? (of.trashedAt === null ? null : "crm.customer.in_trash"),
          },
          of.archivedAt === null || of.trashedAt !== null
            ? {
                label: t("archive"),
                icon: <IconArchive size={16} />,
                onClick: () => void putAway(),
                blocked: of.blocked.archive,
              }
            : {
                label: t("restore"),
                icon: <IconArchiveOff size={16} />,
                onClick: () => void bringBack(),
                blocked: of.blocked.restore,
              },
          ...(seesStatement
            ? [
                {
                  label: t("statement"),
                  icon: <IconReceipt size={16} />,
                  onClick: () => go(`/customers/${of.id}/statement`),
                },
              ]
            : []),
          { ...toTrash, blocked: of.blocked.trash },
        ]}
      />
      {of.trashedAt === null && <Changes of={of} />}
    </>
  );
}

function Changes({ of }: { of: Customer }) {
  const t = useWords(customerWords);
  const noOrder = useWhyNot("sales.orders.write");
  const go = useGo();
  return (
    <>
      <ActionButton
        variant="default"
        blocked={of.blocked.change}
        leftSection={<IconPencil size={16} stroke={1.6} />}
        onClick={() => go(`/customers/${of.id}/edit`)}
      >
        {t("editVerb")}
      </ActionButton>
      {/* Where both are refused one says why: two do not fit on a phone. */}
      {(noOrder === null || of.blocked.change === null) && (
        <ActionButton
          blocked={noOrder}
          quiet
          leftSection={<IconPlus size={16} stroke={2} />}
          onClick={() => go(`/orders/new?customer=${of.id}`)}
        >
          {t("newOrder")}
        </ActionButton>
      )}
    </>
  );
}
