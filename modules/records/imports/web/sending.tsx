import { Button } from "@mantine/core";
import { Note } from "#ui/note.tsx";
import { bytesText, countText, percentOf } from "#ui/numbers.ts";
import { useWords } from "#ui/words.ts";
import styles from "./imports.module.css";
import { importWords } from "./imports.words.ts";
import { Work } from "./work.tsx";

export type Progress = {
  readonly file: File;
  readonly bytes: number;
  readonly pieces: number;
  readonly count: number;
};

type Props = { of: Progress; isSending: boolean; onStop: () => void; onAgain: () => void };

/** A file on its way. What has arrived stays: a broken line costs one piece. */
export function Sending({ of: { file, bytes, pieces, count }, isSending, onStop, onAgain }: Props) {
  const t = useWords(importWords);
  if (!isSending)
    return (
      <Note
        tone="bad"
        actions={
          <>
            <Button onClick={onAgain}>{t("sendAgain")}</Button>
            <Button variant="default" onClick={onStop}>
              {t("cancel")}
            </Button>
          </>
        }
      >
        {t("notSent", { done: countText(pieces), count: countText(count) })}
      </Note>
    );
  const percent = percentOf(bytes, file.size);
  return (
    <div className={styles.work}>
      <Work
        title={t("sending", { name: file.name })}
        done={bytes}
        total={file.size}
        text={t("sent", { percent, size: bytesText(file.size) })}
        actions={
          <Button variant="default" onClick={onStop}>
            {t("cancel")}
          </Button>
        }
      />
    </div>
  );
}
