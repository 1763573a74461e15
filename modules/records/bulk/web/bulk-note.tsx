import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { Note } from "#ui/note.tsx";
import { countText } from "#ui/numbers.ts";
import { LongWork } from "#ui/progress.tsx";
import { refresh } from "#ui/query.ts";
import { reasonText } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import type { RecordTypeName } from "../../types/types.contract.ts";
import { type Bulk, bulkApi, useLatestBulk } from "./bulk.client.ts";
import styles from "./bulk.module.css";
import { bulkWords } from "./bulk.words.ts";

type Props = { type: RecordTypeName; topic: string; noun: string };

/** How far the latest deed on many of these is, and the way back. It stays until it is closed. */
export function BulkNote({ type, topic, noun }: Props) {
  const run = useLatestBulk(type);
  const [closedId, setClosed] = useState<string | null>(null);
  const [seen] = useState(() => Date.now());
  const wasUnderway = useRef(false);
  const isUnderway = run?.state === "running" || run?.state === "undoing";
  useEffect(() => {
    if (wasUnderway.current && !isUnderway) void refresh(topic);
    wasUnderway.current = isUnderway;
  }, [isUnderway, topic]);
  if (run === undefined || run.id === closedId) return null;
  // What was over before this page was opened is history.
  if (!isUnderway && run.finishedAt !== null && Date.parse(run.finishedAt) < seen - RECENT_MS)
    return null;
  return (
    <div className={styles.note}>
      <Running run={run} noun={noun} onClose={() => setClosed(run.id)} />
    </div>
  );
}

const RECENT_MS = 600_000;

function Running({ run, noun, onClose }: { run: Bulk; noun: string; onClose: () => void }) {
  const t = useWords(bulkWords);
  const [isBusy, setBusy] = useState(false);
  const undo = async () => {
    setBusy(true);
    try {
      await bulkApi.undo({ id: run.id });
      await refresh("records.bulk");
    } finally {
      setBusy(false);
    }
  };
  if (run.state === "running")
    return (
      <LongWork
        title={t("running", { noun })}
        done={run.doneCount}
        total={run.totalCount}
        actions={
          <Button variant="default" loading={isBusy} onClick={() => void undo()}>
            {t("stopUndo")}
          </Button>
        }
      />
    );
  if (run.state === "undoing")
    return (
      <LongWork
        title={t("undoing", { noun })}
        done={run.undoneCount + run.leftCount}
        total={run.changedCount}
      />
    );
  const isDone = run.state === "done";
  return (
    <Note
      tone={isDone ? "good" : "quiet"}
      actions={
        <>
          {isDone && run.blocked.undo === null && (
            <Button variant="default" loading={isBusy} onClick={() => void undo()}>
              {t("undo")}
            </Button>
          )}
          <Button variant="subtle" onClick={onClose}>
            {t("dismiss")}
          </Button>
        </>
      }
    >
      <span role="status">
        {isDone
          ? t("done", { changed: countText(run.changedCount), count: run.totalCount, noun })
          : t("undone", { undone: countText(run.undoneCount), count: run.changedCount, noun })}
      </span>
      {run.reasons.map(({ reason, count }) => (
        <div key={reason}>{t("skipped", { count, reason: reasonText(reason) })}</div>
      ))}
    </Note>
  );
}
