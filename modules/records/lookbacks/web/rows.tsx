import { Button } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import { lookbacksApi, type Row } from "./lookbacks.client.ts";
import styles from "./lookbacks.module.css";
import { lookbackWords } from "./lookbacks.words.ts";
import { PLACES } from "./places.ts";

const ChangesDialog = lazy(async () => ({
  default: (await import("./changes.tsx")).ChangesDialog,
}));

const TONES = {
  there: "quiet",
  wanted: "accent",
  back: "good",
  held: "warn",
  failed: "bad",
} as const;
/** So many are asked for at a time. */
const AT_ONCE = 200;

/** Each with its way back; one that is there again leads to where it is. */
export function Rows({ of: rows }: { of: readonly Row[] }) {
  const t = useWords(lookbackWords);
  const [problem, setProblem] = useState<unknown>(null);
  const [looked, look] = useState<Row | null>(null);
  const open = rows.filter(({ blocked }) => blocked.bringBack === null).slice(0, AT_ONCE);
  const bringBack = async (records: readonly string[]) => {
    setProblem(null);
    await lookbacksApi.bringBack({ records: [...records] }).catch(setProblem);
    await refresh("records.lookbacks");
  };
  return (
    <div className={styles.stack}>
      <ProblemNote of={problem} />
      <Table
        label={t("title")}
        rows={rows}
        keyOf={({ record }) => record}
        to={({ record, type, kind, state }) =>
          kind !== "changed" && state === "back" ? `/${PLACES[type]}/${record}` : null
        }
        columns={[
          {
            label: t("name"),
            kind: "name",
            cell: ({ name, type }) => (
              <>
                {name === "" ? t("nameless") : name}
                <small>{t(`type.${type}`)}</small>
              </>
            ),
          },
          { label: t("state"), phone: "under", cell: (row) => <State of={row} /> },
          {
            label: <Hidden>{t("actions")}</Hidden>,
            kind: "number",
            cell: (row) => {
              const { record, kind, state, blocked } = row;
              if (kind === "changed")
                return (
                  <Button variant="default" onClick={() => look(row)}>
                    {t("seeChanges")}
                  </Button>
                );
              return state === "back" || state === "held" ? null : (
                <ActionButton
                  variant="default"
                  blocked={blocked.bringBack}
                  quiet
                  onClick={() => void bringBack([record])}
                >
                  {t("bringBack")}
                </ActionButton>
              );
            },
          },
        ]}
      />
      {looked !== null && (
        <Suspense fallback={null}>
          <ChangesDialog of={looked} onClose={() => look(null)} />
        </Suspense>
      )}
      {open.length > 1 && (
        <div>
          <ActionButton
            variant="default"
            onClick={() => void bringBack(open.map(({ record }) => record))}
          >
            {t("bringAll", { count: open.length })}
          </ActionButton>
        </div>
      )}
    </div>
  );
}

function State({ of: { kind, state } }: { of: Row }) {
  const t = useWords(lookbackWords);
  if (kind === "changed" && state !== "back")
    return <Status tone="quiet">{t("kind.changed")}</Status>;
  return (
    <>
      <Status tone={TONES[state]}>{t(`state.${state}`)}</Status>
      {state === "held" && (
        <small>
          <Link to="/trash">{t("toTrash")}</Link>
        </small>
      )}
    </>
  );
}
