import { Button } from "@mantine/core";
import { IconRefresh, IconWebhook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { connections } from "#modules/connect/connections/connections.contract.ts";
import { client } from "#ui/api.ts";
import { endOfDay, startOfDay } from "#ui/dates.ts";
import { Empty } from "#ui/empty.tsx";
import { Link } from "#ui/link.tsx";
import { ListPage } from "#ui/list/list-page.tsx";
import type { Column, Filter, ListQuery, Picked } from "#ui/list/types.ts";
import { useCalendar, useMay } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type DeliveryRow, deliveriesApi, useReplay } from "./deliveries.client.ts";
import { type DeliveryT, deliveryWords } from "./deliveries.words.ts";
import { DeliveryState, outcomeText } from "./delivery-parts.tsx";
import { DeliveryPeek } from "./delivery-peek.tsx";
import { ReplayDialog } from "./replay-dialog.tsx";

const STATES = ["waiting", "failed", "ignored", "seen", "done"] as const;
const connectionsApi = client(connections);

/** Every delivery of every store, or of one: what arrived and what came of it. */
export function DeliveriesPage() {
  const t = useWords(deliveryWords);
  const [url] = useUrl();
  const { zone } = useCalendar();
  const mayReplay = useMay("connect.deliveries.replay");
  const [isAsking, setAsking] = useState(false);
  const replay = useReplay();
  const again = async ({ ids, letGo }: Picked) => {
    const { count } = await replay.mutateAsync(
      ids === null ? { filter: toWire(url, zone) } : { ids },
    );
    letGo();
    toast(t("replayed", { count }));
  };
  const within = (query: ListQuery) => toWire(query, zone);
  return (
    <>
      <ListPage
        title={t("deliveries")}
        path="/connections/deliveries"
        crumb={{ to: "/connections", label: t("connections") }}
        views={viewsOf(t)}
        actions={
          mayReplay && (
            <Button
              variant="default"
              leftSection={<IconRefresh size={16} stroke={1.6} />}
              onClick={() => setAsking(true)}
            >
              {t("replayRange")}
            </Button>
          )
        }
        topic="connect.deliveries"
        noun={{ one: t("delivery").toLowerCase(), many: t("deliveries").toLowerCase() }}
        load={(query) => deliveriesApi.list(within(query))}
        count={(filter) => deliveriesApi.count(within(filter))}
        idOf={({ id }) => id}
        nameOf={({ topic }) => topic}
        peek={(row) => <DeliveryPeek id={row.id} mayReplay={mayReplay} />}
        search={t("searchFor")}
        columns={columnsOf(t)}
        filters={useFilters(t)}
        bulk={
          mayReplay
            ? [
                {
                  label: t("replay"),
                  icon: <IconRefresh size={16} stroke={1.6} />,
                  run: again,
                  canDoAll: true,
                },
              ]
            : []
        }
        phone={(row) => ({
          title: outcomeText(row, t) || row.topic,
          facts: (
            <>
              <When at={row.receivedAt} as="full" /> · {row.connection}
            </>
          ),
          end: <DeliveryState of={row.state} />,
        })}
        empty={<NoDeliveries />}
      />
      {isAsking && (
        <ReplayDialog connectionId={url["connectionId"]} onClose={() => setAsking(false)} />
      )}
    </>
  );
}

/** The address holds days; the API takes moments, from the first of the day to the last. */
function toWire(
  { receivedOnFrom, receivedOnTo, sort: _, ...rest }: ListQuery,
  zone: string,
): ListQuery {
  return {
    ...rest,
    ...(receivedOnFrom === undefined ? {} : { receivedFrom: startOfDay(receivedOnFrom, zone) }),
    ...(receivedOnTo === undefined ? {} : { receivedTo: endOfDay(receivedOnTo, zone) }),
  };
}

const viewsOf = (t: DeliveryT) => [
  { label: t("all"), filter: {} },
  ...STATES.map((state) => ({ label: t(`state.${state}`), filter: { state } })),
];

const columnsOf = (t: DeliveryT): Column<DeliveryRow>[] => [
  {
    key: "arrived",
    label: t("arrived"),
    kind: "date",
    width: "minmax(132px, 1fr)",
    cell: ({ receivedAt }) => <When at={receivedAt} as="full" />,
  },
  {
    key: "store",
    label: t("store"),
    kind: "name",
    width: "minmax(96px, 1fr)",
    cell: ({ connection }) => connection,
  },
  { key: "topic", label: t("topic"), kind: "facts", cell: ({ topic }) => <code>{topic}</code> },
  {
    key: "state",
    label: t("state"),
    kind: "status",
    cell: ({ state }) => <DeliveryState of={state} />,
  },
  {
    key: "outcome",
    label: t("outcome"),
    kind: "facts",
    width: "minmax(180px, 3fr)",
    cell: (row) => outcomeText(row, t),
  },
  {
    key: "took",
    label: t("took"),
    kind: "number",
    cell: ({ triesCount, tookMs }) =>
      triesCount > 1
        ? t("tries", { count: triesCount })
        : tookMs === null
          ? ""
          : t("ms", { count: tookMs }),
  },
];

function useFilters(t: DeliveryT): Filter[] {
  const stores = useQuery({
    queryKey: ["connect.connections", "all"],
    queryFn: ({ signal }) => connectionsApi.list({}, signal),
  });
  return [
    { kind: "days", label: t("arrived"), from: "receivedOnFrom", to: "receivedOnTo" },
    {
      kind: "choice",
      label: t("store"),
      param: "connectionId",
      options: (stores.data?.rows ?? []).map(({ id, name }) => ({ value: id, label: name })),
    },
    {
      kind: "choice",
      label: t("state"),
      param: "state",
      options: STATES.map((value) => ({ value, label: t(`state.${value}`) })),
    },
    { kind: "text", label: t("topic"), param: "topic" },
  ];
}

function NoDeliveries() {
  const t = useWords(deliveryWords);
  return (
    <Empty
      icon={<IconWebhook size={28} stroke={1.4} />}
      title={t("emptyTitle")}
      actions={
        <Button component={Link} to="/connections/new">
          {t("connectStore")}
        </Button>
      }
    >
      {t("emptyText")}
    </Empty>
  );
}
