import { IconCheck, IconFileSpreadsheet } from "@tabler/icons-react";
import { countText } from "#ui/numbers.ts";
import { useWords } from "#ui/words.ts";
import type { Import } from "./imports.client.ts";
import styles from "./imports.module.css";
import { importWords } from "./imports.words.ts";

const STEPS = ["step1", "step2", "step3", "step4"] as const;

/** Where one is on the way from a file to records. */
export function Steps({ at }: { at: 1 | 2 | 3 | 4 | 5 }) {
  const t = useWords(importWords);
  return (
    <ol className={styles.steps} aria-label={t("steps")}>
      {STEPS.map((step, i) => {
        const is = i + 1 < at ? "done" : i + 1 === at ? "here" : "next";
        return (
          <li key={step} data-is={is} aria-current={is === "here" ? "step" : undefined}>
            <i>{is === "done" ? <IconCheck size={13} stroke={2} aria-hidden="true" /> : i + 1}</i>
            <span>{t(step)}</span>
          </li>
        );
      })}
    </ol>
  );
}

/** The file in one line: what it is called, which sheet, how much it holds. */
export function FileLine({ of }: { of: Import }) {
  const t = useWords(importWords);
  const { fileName, file, rowsCount, columns } = of;
  const facts = [
    file?.sheet !== null && file?.sheet !== undefined ? `${t("sheet")} “${file.sheet}”` : null,
    rowsCount === null
      ? null
      : t("fileFacts", { count: rowsCount, columns: countText(columns.length) }),
    file?.preset === null || file?.preset === undefined ? null : t("preset", { name: file.preset }),
  ];
  return (
    <p className={styles.file}>
      <IconFileSpreadsheet size={17} stroke={1.6} aria-hidden="true" />
      <b>{fileName}</b>
      <span>{facts.filter((fact) => fact !== null).join(" · ")}</span>
    </p>
  );
}
