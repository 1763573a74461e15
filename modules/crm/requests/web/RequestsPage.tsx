import { IconPlus, IconUserShield } from "@tabler/icons-react";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Empty } from "#ui/empty.tsx";
import { useGo } from "#ui/link.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { Column, Filter } from "#ui/list/types.ts";
import { useCalendar, useWhyNot } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { personOf, RequestStatus } from "./request-parts.tsx";
import { type RequestRow, requestsApi } from "./requests.client.ts";
import styles from "./requests.module.css";
import { type RequestT, requestWords } from "./requests.words.ts";

const KINDS = ["access", "correction", "erasure", "store_erasure"] as const;
const CHANNELS = ["email", "phone", "letter", "form", "in_person", "store"] as const;

/** What people ask about what is kept of them; what is due soonest stands on top. */
export function RequestsPage() {
  const t = useWords(requestWords);
  const calendar = useCalendar();
  const go = useGo();
  const enter = (
    <ActionButton
      blocked={useWhyNot("crm.requests.write")}
      quiet
      leftSection={<IconPlus size={16} stroke={2} />}
      onClick={() => go("/requests/new")}
    >
      {t("enter")}
    </ActionButton>
  );
  const day = (of: string) => dateText(of, calendar);
  return (
    <ListPage
      title={t("requests")}
      path="/requests"
      views={[
        { label: t("all"), filter: {} },
        { label: t("view.open"), filter: { view: "open" } },
        { label: t("view.overdue"), filter: { view: "overdue" } },
        { label: t("view.closed"), filter: { view: "closed" } },
      ]}
      actions={enter}
      topic="crm.requests"
      noun={{ one: t("request"), many: t("many") }}
      load={({ sort: _, ...query }) => requestsApi.list(query)}
      count={requestsApi.count}
      idOf={({ id }) => id}
      nameOf={(row) => `${t(`kind.${row.kind}`)}, ${personOf(row, t)}`}
      to={({ id }) => `/requests/${id}`}
      columns={columnsOf(t, day)}
      filters={filtersOf(t)}
      phone={(row) => ({
        title: personOf(row, t),
        facts: `${t(`kind.${row.kind}`)} · ${t("dueBy", { day: day(row.dueOn) })}`,
        end: <RequestStatus of={row} />,
      })}
      empty={
        <Empty
          icon={<IconUserShield size={28} stroke={1.4} />}
          title={t("emptyTitle")}
          actions={enter}
        >
          {t("emptyText")}
        </Empty>
      }
    />
  );
}

const columnsOf = (t: RequestT, day: (of: string) => string): Column<RequestRow>[] => [
  {
    key: "person",
    label: t("person"),
    kind: "name",
    width: "minmax(160px, 2fr)",
    cell: (row) => personOf(row, t),
  },
  { key: "kind", label: t("asksFor"), kind: "facts", cell: ({ kind }) => t(`kind.${kind}`) },
  {
    key: "channel",
    label: t("source"),
    kind: "facts",
    cell: ({ channel, connection }) => connection ?? t(`channel.${channel}`),
  },
  {
    key: "received",
    label: t("received"),
    kind: "date",
    cell: ({ receivedOn }) => day(receivedOn),
  },
  {
    key: "due",
    label: t("due"),
    kind: "date",
    cell: ({ dueOn, isOverdue }) =>
      isOverdue ? <span className={styles.overdue}>{day(dueOn)}</span> : day(dueOn),
  },
  { key: "state", label: t("state"), kind: "status", cell: (row) => <RequestStatus of={row} /> },
];

const filtersOf = (t: RequestT): Filter[] => [
  {
    kind: "choice",
    label: t("asksFor"),
    param: "kind",
    options: KINDS.map((value) => ({ value, label: t(`kind.${value}`) })),
  },
  {
    kind: "choice",
    label: t("source"),
    param: "channel",
    options: CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) })),
  },
  {
    kind: "choice",
    label: t("state"),
    param: "view",
    options: (["open", "overdue", "closed"] as const).map((value) => ({
      value,
      label: t(`view.${value}`),
    })),
  },
];
