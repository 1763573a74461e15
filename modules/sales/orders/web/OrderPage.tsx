import { Button } from "@mantine/core";
import {
  IconArrowBackUp,
  IconBan,
  IconChevronDown,
  IconChevronUp,
  IconPencil,
} from "@tabler/icons-react";
import { useState } from "react";
import { RecordFiles } from "#modules/records/attachments/web/record-files.tsx";
import { RecordNotes } from "#modules/records/notes/web/record-notes.tsx";
import { RecordTasks } from "#modules/records/tasks/web/record-tasks.tsx";
import { RecordTimeline } from "#modules/records/timeline/web/record-timeline.tsx";
import { InTrash } from "#modules/records/trash/web/in-trash.tsx";
import { useToTrash } from "#modules/records/trash/web/to-trash.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { Figures } from "#ui/figures.tsx";
import { useGo, useParam } from "#ui/link.tsx";
import { Money } from "#ui/money.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { OrderAside } from "./order-aside.tsx";
import { CancelDialog, RefundDialog } from "./order-dialogs.tsx";
import { OrderLines } from "./order-lines.tsx";
import { OrderPayments } from "./order-payments.tsx";
import { OrderStates } from "./order-status.tsx";
import { type Order, ordersApi, useOrder, useOrderVerb } from "./orders.client.ts";
import { orderWords } from "./orders.words.ts";

export function OrderPage() {
  const t = useWords(orderWords);
  const order = useOrder(useParam("orderId"));
  return (
    <Page
      of={order}
      title={({ number }) => number}
      crumb={{ to: "/orders", label: t("orders") }}
      status={(data) => <OrderStates of={data} />}
      actions={(data) => <Verbs of={data} />}
      aside={(data) => <OrderAside of={data} />}
    >
      {(data) => (
        <>
          <OrderFigures of={data} />
          {data.deletedAt !== null && <InTrash record={data.id} name={data.number} />}
          {data.isTest && <Note tone="warn">{t("test")}</Note>}
          {!data.isTest && !data.isSale && data.deletedAt === null && (
            <Note>{t("notCounted")}</Note>
          )}
          <Section title={t("lines")} hint={t("items", { count: data.itemsCount })}>
            <OrderLines of={data} />
          </Section>
          {data.payments.length + data.refunds.length > 0 && (
            <Section title={t("payments")}>
              <OrderPayments of={data} />
            </Section>
          )}
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

function OrderFigures({ of }: { of: Order }) {
  const t = useWords(orderWords);
  const money = (minor: number) => <Money minor={minor} currency={of.currency} />;
  return (
    <Figures
      small
      of={[
        {
          label: t("total"),
          value: money(of.totalMinor),
          foot: <When at={of.placedAt} as="full" />,
        },
        { label: t("refunded"), value: money(of.refundedMinor) },
        { label: t("net"), value: money(of.netMinor) },
      ]}
    />
  );
}

function Verbs({ of }: { of: Order }) {
  const t = useWords(orderWords);
  const go = useGo();
  const [asked, ask] = useState<"cancel" | "refund" | null>(null);
  const pay = useOrderVerb(ordersApi.pay);
  const complete = useOrderVerb(ordersApi.complete);
  const toTrash = useToTrash(() => ordersApi.trash({ ids: [of.id] }), of.number);
  const seen = { id: of.id, version: of.version };
  const isHand = of.connection === null;
  return (
    <>
      <Neighbours of={of} />
      {isHand && of.blocked.pay === null && (
        <Button
          variant="default"
          loading={pay.isPending}
          onClick={() =>
            pay.mutate(seen, { onSuccess: ({ number }) => toast(t("marked", { number })) })
          }
        >
          {t("pay")}
        </Button>
      )}
      <More
        items={[
          {
            label: t("edit"),
            icon: <IconPencil size={16} />,
            onClick: () => go(`/orders/${of.id}/edit`),
            blocked: of.blocked.change,
          },
          {
            label: t("refundVerb"),
            icon: <IconArrowBackUp size={16} />,
            onClick: () => ask("refund"),
            blocked: of.blocked.refund,
          },
          {
            label: t("cancel"),
            icon: <IconBan size={16} />,
            onClick: () => ask("cancel"),
            blocked: of.blocked.cancel,
            isDanger: true,
          },
          { ...toTrash, blocked: of.blocked.trash },
        ]}
      />
      {isHand && of.blocked.complete === null && (
        <ActionButton
          isBusy={complete.isPending}
          onClick={() =>
            complete.mutate(seen, { onSuccess: ({ number }) => toast(t("completed", { number })) })
          }
        >
          {t("complete")}
        </ActionButton>
      )}
      {asked === "cancel" && <CancelDialog of={of} onClose={() => ask(null)} />}
      {asked === "refund" && <RefundDialog of={of} onClose={() => ask(null)} />}
    </>
  );
}

/** `[` and `]` walk the orders by time. */
function Neighbours({ of }: { of: Order }) {
  const t = useWords(orderWords);
  const go = useGo();
  const to = (id: string | null) => (id === null ? undefined : () => go(`/orders/${id}`));
  return (
    <Button.Group>
      <Button
        variant="default"
        px={8}
        aria-label={t("newer")}
        title={`${t("newer")}  [`}
        data-key="["
        disabled={of.newerId === null}
        onClick={to(of.newerId)}
      >
        <IconChevronUp size={16} stroke={1.6} aria-hidden="true" />
      </Button>
      <Button
        variant="default"
        px={8}
        aria-label={t("older")}
        title={`${t("older")}  ]`}
        data-key="]"
        disabled={of.olderId === null}
        onClick={to(of.olderId)}
      >
        <IconChevronDown size={16} stroke={1.6} aria-hidden="true" />
      </Button>
    </Button.Group>
  );
}
