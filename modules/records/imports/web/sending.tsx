import { Button } from "@mantine/core";
import { Note } from "#ui/note.tsx";
import { countText } from "#ui/numbers.ts";
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
  const percent = Math.floor((bytes / Math.max(file.size, 1)) * 100);
  return (
    <div className={styles.work}>
      <Work
        title={t("sending", { name: file.name })}
        done={bytes}
        total={file.size}
        text={t("sent", { percent, size: sizeText(file.size) })}
        actions={
          <Button variant="default" onClick={onStop}>
            {t("cancel")}
          </Button>
        }
      />
    </div>
  );
}

const sizeText = (bytes: number): string => {
  const mebibytes = bytes / 1024 ** 2;
  return mebibytes < 1
    ? `${countText(Math.ceil(bytes / 1024))} KiB`
    : `${countText(Math.round(mebibytes))} MiB`;
};
