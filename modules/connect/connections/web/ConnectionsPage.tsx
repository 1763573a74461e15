import { Button } from "@mantine/core";
import { IconPlugConnected, IconPlus } from "@tabler/icons-react";
import { Empty } from "#ui/empty.tsx";
import { Link, useGo } from "#ui/link.tsx";
import { countText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { useMay } from "#ui/session.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { ConnectionState } from "./connection-parts.tsx";
import { type Connection, useConnections } from "./connections.client.ts";
import { connectionWords } from "./connections.words.ts";

export function ConnectionsPage() {
  const t = useWords(connectionWords);
  const go = useGo();
  const connections = useConnections();
  const mayWrite = useMay("connect.connections.write");
  return (
    <Page
      of={connections}
      title={t("connections")}
      actions={({ rows }) => (
        <>
          {rows.length > 0 && (
            <Button variant="default" component={Link} to="/connections/deliveries">
              {t("allDeliveries")}
            </Button>
          )}
          {mayWrite && (
            <Button
              leftSection={<IconPlus size={16} stroke={2} />}
              onClick={() => go("/connections/new")}
            >
              {t("connect")}
            </Button>
          )}
        </>
      )}
    >
      {({ rows }) => (rows.length === 0 ? <NoConnections /> : <Connections rows={rows} />)}
    </Page>
  );
}

function Connections({ rows }: { rows: readonly Connection[] }) {
  const t = useWords(connectionWords);
  return (
    <Table<Connection>
      label={t("connections")}
      rows={rows}
      keyOf={({ id }) => id}
      to={({ id }) => `/connections/${id}`}
      columns={[
        {
          label: t("store"),
          kind: "name",
          cell: ({ name, kind }) => (
            <>
              {name}
              <small>{t(`kind.${kind}`)}</small>
            </>
          ),
        },
        { label: t("state"), phone: "under", cell: ({ state }) => <ConnectionState of={state} /> },
        {
          label: t("lastDelivery"),
          kind: "quiet",
          cell: ({ lastDeliveryAt }) =>
            lastDeliveryAt === null ? t("never") : <When at={lastDeliveryAt} />,
        },
        {
          label: t("failed"),
          kind: "number",
          cell: ({ deliveries }) =>
            deliveries.failed === 0 ? (
              "–"
            ) : (
              <span className="k-bad">{countText(deliveries.failed)}</span>
            ),
        },
        {
          label: t("turnedAway"),
          kind: "number",
          cell: ({ refusals }) => countText(refusals.reduce((sum, { count }) => sum + count, 0)),
        },
        {
          label: t("last30"),
          kind: "number",
          cell: ({ deliveries }) => countText(deliveries.total),
        },
      ]}
    />
  );
}

function NoConnections() {
  const t = useWords(connectionWords);
  return (
    <Empty
      icon={<IconPlugConnected size={28} stroke={1.4} />}
      title={t("emptyTitle")}
      actions={
        <Button component={Link} to="/connections/new">
          {t("connect")}
        </Button>
      }
    >
      {t("emptyText")}
    </Empty>
  );
}
