import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Figures } from "#ui/figures.tsx";
import { useGo } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { countText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { Counts } from "./dry-run.tsx";
import { FailedRows } from "./failed-rows.tsx";
import { type Import, importsApi, keep } from "./imports.client.ts";
import styles from "./imports.module.css";
import { importWords } from "./imports.words.ts";

const PLACES = { customer: "/customers", order: "/orders", product: "/products" } as const;

/** What came of it, what is left to be put right, and the way back. */
export function Result({ of }: { of: Import }) {
  const t = useWords(importWords);
  const go = useGo();
  const [isAsking, ask] = useState(false);
  const rerun = useMutation({
    mutationFn: () => importsApi.rerun({ id: of.id, version: of.version }),
    onSuccess: keep,
  });
  const what = t(`whatSmall.${of.type}`);
  return (
    <>
      <div className={styles.notes}>
        {of.undone === null ? (
          <Note
            tone="good"
            actions={
              <>
                <Button variant="default" onClick={() => go(PLACES[of.type])}>
                  {t("see", { what })}
                </Button>
                <ActionButton variant="default" blocked={of.blocked.undo} onClick={() => ask(true)}>
                  {t("undo")}
                </ActionButton>
              </>
            }
          >
            {t("done", { who: of.actorName })}
            {of.finishedAt !== null && (
              <>
                {" · "}
                <When at={of.finishedAt} as="moment" />
              </>
            )}
            {of.undoUntil !== null && (
              <>
                {" · "}
                {t.rich("undoUntil", { when: <When key="until" at={of.undoUntil} /> })}
              </>
            )}
          </Note>
        ) : (
          <Undone of={of} />
        )}
      </div>
      <Counts of={of} isDone />
      {of.state === "done" && <FailedRows of={of} />}
      <ProblemNote of={rerun.error} />
      {of.fixedCount > 0 && of.state === "done" && (
        <ActionButton
          blocked={of.blocked.rerun}
          isBusy={rerun.isPending}
          onClick={() => rerun.mutate()}
        >
          {t("rerun", { count: of.fixedCount })}
        </ActionButton>
      )}
      <Dialog
        isOpen={isAsking}
        onClose={() => ask(false)}
        title={t("undoTitle")}
        verb={t("undo")}
        isDanger
        onDo={async () => keep(await importsApi.undo({ id: of.id, version: of.version }))}
      >
        <p>{t("undoText")}</p>
      </Dialog>
    </>
  );
}

function Undone({ of: { undone } }: { of: Import }) {
  const t = useWords(importWords);
  if (undone === null) return null;
  const figures = [
    { label: t("removed"), value: countText(undone.removed) },
    { label: t("restored"), value: countText(undone.restored) },
    { label: t("kept"), value: countText(undone.kept), foot: t("keptText") },
    {
      label: t("changedSince"),
      value: countText(undone.changedSince),
      foot: t("changedSinceText"),
    },
  ];
  return (
    <>
      <h2>{t("undone")}</h2>
      <div className={styles.box}>
        <Figures of={figures} small />
      </div>
    </>
  );
}
