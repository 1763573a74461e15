import { Button } from "@mantine/core";
import { IconFileDownload } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Empty } from "#ui/empty.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { countText, percentOf } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Status, type Tone } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type Export, exportsApi, fetchFile } from "./exports.client.ts";
import { exportWords } from "./exports.words.ts";

/** One's own exports, newest first: how far each is, and the file while it waits. */
export function ExportsPage() {
  const t = useWords(exportWords);
  const [problem, setProblem] = useState<unknown>(null);
  const found = useQuery({
    queryKey: ["records.exports", "list"],
    queryFn: ({ signal }) => exportsApi.list({ limit: 200 }, signal),
  });
  return (
    <Page of={found} title={t("exports")}>
      {({ rows }) =>
        rows.length === 0 ? (
          <NoExports />
        ) : (
          <>
            <ProblemNote of={problem} />
            <Exports of={rows} onProblem={setProblem} />
          </>
        )
      }
    </Page>
  );
}

type ListProps = { of: readonly Export[]; onProblem: (problem: unknown) => void };

function Exports({ of: rows, onProblem }: ListProps) {
  const t = useWords(exportWords);
  return (
    <Table
      label={t("exports")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("what"),
          kind: "name",
          cell: ({ type, format }) => (
            <>
              {t(`type.${type}`)}
              <small>{t(format)}</small>
            </>
          ),
        },
        { label: t("when"), kind: "quiet", cell: ({ createdAt }) => <When at={createdAt} /> },
        { label: t("lines"), kind: "number", cell: ({ totalCount }) => countText(totalCount) },
        { label: t("state"), cell: (row) => <State of={row} />, phone: "under" },
        {
          label: <Hidden>{t("actions")}</Hidden>,
          kind: "number",
          cell: (row) => <Verb of={row} onProblem={onProblem} />,
        },
      ]}
    />
  );
}

const TONES: Record<Export["state"], Tone> = {
  waiting: "warn",
  running: "warn",
  done: "good",
  failed: "bad",
  stopped: "quiet",
};

function State({ of: row }: { of: Export }) {
  const t = useWords(exportWords);
  if (row.state === "done" && row.blocked.fetch !== null)
    return <Status tone="quiet">{t("gone")}</Status>;
  const percent = percentOf(row.doneCount, row.totalCount);
  return (
    <>
      <Status tone={TONES[row.state]}>{t(`state.${row.state}`, { percent })}</Status>
      {row.expiresAt !== null && (
        <small>{t.rich("until", { when: <When key="until" at={row.expiresAt} /> })}</small>
      )}
    </>
  );
}

function Verb({ of: row, onProblem }: { of: Export; onProblem: (problem: unknown) => void }) {
  const t = useWords(exportWords);
  if (row.blocked.stop === null)
    return (
      <Button variant="default" onClick={() => exportsApi.stop({ id: row.id }).catch(onProblem)}>
        {t("stop")}
      </Button>
    );
  if (row.state !== "done") return null;
  return (
    <ActionButton
      variant="default"
      blocked={row.blocked.fetch}
      quiet
      onClick={() => void fetchFile(row.id).catch(onProblem)}
    >
      {t("fetch")}
    </ActionButton>
  );
}

function NoExports() {
  const t = useWords(exportWords);
  return (
    <Empty
      icon={<IconFileDownload size={28} stroke={1.4} />}
      title={t("emptyTitle")}
      actions={
        <Button variant="default" component={Link} to="/customers">
          {t("type.customer")}
        </Button>
      }
    >
      {t("emptyText")}
    </Empty>
  );
}
