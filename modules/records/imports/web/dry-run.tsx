import { IconCheck } from "@tabler/icons-react";
import { Figures } from "#ui/figures.tsx";
import { countText } from "#ui/numbers.ts";
import { Section } from "#ui/section.tsx";
import { Table } from "#ui/table.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { FailedRows } from "./failed-rows.tsx";
import type { Import } from "./imports.client.ts";
import styles from "./imports.module.css";
import { importWords } from "./imports.words.ts";

/** Third step: what would happen. Nothing has been written. */
export function DryRun({ of }: { of: Import }) {
  const t = useWords(importWords);
  return (
    <>
      <Counts of={of} isDone={false} />
      <FailedRows of={of} />
      {of.samples.length > 0 && <Changes of={of} />}
      <p className={styles.proof}>
        <IconCheck size={16} stroke={1.8} aria-hidden="true" />
        {t("nothingWritten")}
      </p>
    </>
  );
}

export function Counts({ of, isDone }: { of: Import; isDone: boolean }) {
  const t = useWords(importWords);
  const what = t(`whatSmall.${of.type}`);
  const { created, updated, same, folded, failed } = of.counts;
  const elsewhere = of.elsewhereCount;
  return (
    <>
      <div className={styles.box}>
        <Figures
          of={[
            {
              label: t("new", { count: created, what }),
              value: countText(created),
              foot: t(isDone ? "newDone" : "newText"),
            },
            {
              label: capital(t("known", { what })),
              value: countText(updated),
              foot: t(isDone ? "knownDone" : "knownText"),
            },
            { label: t("same"), value: countText(same), foot: t("sameText") },
            {
              label: t("look"),
              value: countText(failed),
              foot: t(isDone ? "lookDone" : "lookText"),
            },
          ]}
        />
      </div>
      {elsewhere > 0 && (
        <p className={styles.file}>
          {t(isDone ? "elsewhereDone" : "elsewhere", { count: elsewhere, what })}
        </p>
      )}
      {folded > 0 && <p className={styles.file}>{t("folded", { count: folded })}</p>}
    </>
  );
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function Changes({ of }: { of: Import }) {
  const t = useWords(importWords);
  const language = useLanguage();
  const labelOf = (key: string) =>
    of.targets.find((target) => target.key === key)?.label[language] ?? key;
  return (
    <Section
      title={t("changes")}
      hint={t("changesOf", {
        shown: new Set(of.samples.map(({ line }) => line)).size,
        count: of.counts.updated,
      })}
    >
      <Table
        label={t("changes")}
        rows={of.samples}
        keyOf={({ line, target, before, after }) => `${line} ${target} ${before} ${after}`}
        columns={[
          { label: t("row"), cell: ({ line }) => countText(line) },
          { label: t("name"), kind: "name", phone: "under", cell: ({ name }) => name },
          { label: t("field"), cell: ({ target }) => labelOf(target) },
          {
            label: t("now"),
            kind: "quiet",
            cell: ({ before }) => (before === "" ? t("emptyValue") : <s>{before}</s>),
          },
          {
            label: t("after"),
            kind: "name",
            cell: ({ after }) => after || t("emptyValue"),
          },
        ]}
      />
    </Section>
  );
}
