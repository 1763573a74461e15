import { ActionButton } from "#ui/action-button.tsx";
import { Note } from "#ui/note.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type Merge, useMerges, useUndoMerge } from "./merging.client.ts";
import styles from "./merging.module.css";
import { mergingWords } from "./merging.words.ts";

const SHOWN_MAX = 3;

/** On the page of a customer who was merged of several: who said so, and the way back while there is one. */
export function MergedNotes({ customerId }: { customerId: string }) {
  const merges = useMerges(customerId);
  const shown = (merges.data?.rows ?? []).slice(0, SHOWN_MAX);
  return shown.map((merge) => <MergedNote key={merge.id} of={merge} />);
}

function MergedNote({ of }: { of: Merge }) {
  const t = useWords(mergingWords);
  const undo = useUndoMerge();
  const sentence = {
    from: <b key="from">{of.fromName}</b>,
    who: <b key="who">{of.actorName}</b>,
    when: <When key="when" at={of.mergedAt} />,
  };
  if (of.saidBy === "store")
    return (
      <div className={styles.note}>
        <Note>{t.rich("toldMerge", sentence)}</Note>
      </div>
    );
  const takeBack = async () => {
    await undo.mutateAsync(of.id);
    toast(t("undone", { into: of.intoName, from: of.fromName }));
  };
  return (
    <div className={styles.note}>
      <Note
        actions={
          <ActionButton
            variant="default"
            blocked={of.blocked.undo}
            isBusy={undo.isPending}
            onClick={() => void takeBack().catch(() => undefined)}
          >
            {t("undo")}
          </ActionButton>
        }
      >
        {t.rich("isMerged", { ...sentence, until: <When key="until" at={of.undoUntil} /> })}{" "}
        <span className="k-muted">{t("undoFollows")}</span>
      </Note>
      <ProblemNote of={undo.error} />
    </div>
  );
}
