import { IconX } from "@tabler/icons-react";
import { useState } from "react";
import { codeOf } from "../problem-note.tsx";
import { reasonText, useReason } from "../words/reasons.words.ts";
import { useWords } from "../words.ts";
import styles from "./bulk-bar.module.css";
import { listWords } from "./list.words.ts";
import type { BulkVerb, Picked } from "./types.ts";

type Props = {
  verbs: readonly BulkVerb[];
  count: number;
  total: number | undefined;
  isAll: boolean;
  onAll: () => void;
  picked: () => Picked;
  onLetGo: () => void;
};

/** What can be done with the picked rows; dark, above the foot. */
export function BulkBar({ verbs, count, total, isAll, onAll, picked, onLetGo }: Props) {
  const t = useWords(listWords);
  const reason = useReason();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const open = verbs.filter((verb) => (isAll ? verb.canDoAll === true : verb.isForAll !== true));
  const act = async (verb: BulkVerb) => {
    setBusy(true);
    setProblem(null);
    try {
      await verb.run(picked());
    } catch (refused) {
      setProblem(reasonText(codeOf(refused)));
    }
    setBusy(false);
  };
  const canAll =
    !isAll && total !== undefined && total > count && verbs.some((verb) => verb.canDoAll);
  return (
    <div className={styles.bulk} role="toolbar" aria-label={t("picked", { count })}>
      <b aria-live="polite">{t("picked", { count })}</b>
      {canAll && (
        <button type="button" onClick={onAll}>
          {t("pickAll", { total })}
        </button>
      )}
      <hr />
      {open.map((verb) => {
        const why = reason(verb.blocked ?? null);
        return (
          <button
            key={verb.label}
            type="button"
            aria-disabled={why !== null || isBusy || undefined}
            title={why ?? undefined}
            onClick={() => why === null && !isBusy && void act(verb)}
          >
            {verb.icon}
            {verb.label}
          </button>
        );
      })}
      {problem !== null && <span role="alert">{problem}</span>}
      <hr />
      <button type="button" className={styles.close} aria-label={t("letGo")} onClick={onLetGo}>
        <IconX size={16} stroke={1.8} aria-hidden="true" />
      </button>
    </div>
  );
}
