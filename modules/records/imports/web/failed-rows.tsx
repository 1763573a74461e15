import { Button, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { countText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { Status } from "#ui/status.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { type Failure, type Import, importsApi, useFailures } from "./imports.client.ts";
import styles from "./imports.module.css";
import { importWords } from "./imports.words.ts";

/** Rows that cannot be taken as they are: the reason at the cell, and the cell to be put right. */
export function FailedRows({ of }: { of: Import }) {
  const t = useWords(importWords);
  const language = useLanguage();
  const [after, setAfter] = useState(0);
  const found = useFailures(of.id, after, of.state);
  const download = useMutation({
    mutationFn: async () => {
      const { path } = await importsApi.download({ id: of.id, language });
      window.location.assign(path);
    },
  });
  if (of.counts.failed === 0 && (found.data?.rows.length ?? 0) === 0) return null;
  const rows = found.data?.rows ?? [];
  const next = found.data?.next ?? null;
  return (
    <Section
      title={t("look")}
      hint={countText(of.counts.failed)}
      action={
        of.blocked.fix === null && (
          <Button variant="subtle" loading={download.isPending} onClick={() => download.mutate()}>
            {t("download")}
          </Button>
        )
      }
    >
      <ProblemNote of={found.error ?? download.error} />
      <table className={styles.match} aria-label={t("look")}>
        <thead>
          <tr>
            <th scope="col">{t("row")}</th>
            <th scope="col">{t("name")}</th>
            <th scope="col">{t("wrong")}</th>
            <th scope="col">{t("inTheFile")}</th>
            <th scope="col">{t("putRight")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <FailedRow key={row.line} of={of} row={row} />
          ))}
        </tbody>
      </table>
      {next !== null && (
        <Button className={styles.more} variant="default" onClick={() => setAfter(Number(next))}>
          {t("moreRows")}
        </Button>
      )}
    </Section>
  );
}

function FailedRow({ of, row }: { of: Import; row: Failure }) {
  const problems = row.isFixed ? [null] : row.problems;
  return problems.map((problem, at) => (
    <ProblemRow
      key={`${problem?.column} ${problem?.code}`}
      of={of}
      row={row}
      problem={problem}
      isFirst={at === 0}
    />
  ));
}

type ProblemProps = {
  of: Import;
  row: Failure;
  problem: Failure["problems"][number] | null;
  isFirst: boolean;
};

function ProblemRow({ of, row, problem, isFirst }: ProblemProps) {
  const t = useWords(importWords);
  const reason = useReason();
  const column = problem?.column ?? null;
  return (
    <tr>
      <td>{isFirst && countText(row.line)}</td>
      <td>{isFirst && nameIn(of, row)}</td>
      <td>
        {problem === null ? (
          <Status tone="good">{t("fixed")}</Status>
        ) : (
          <Status tone="warn">{reason(problem.code)}</Status>
        )}
      </td>
      <td className={styles.cell}>
        {problem !== null && (column === null ? t("wholeRow") : (row.cells[column] ?? ""))}
      </td>
      <td>
        {column !== null && of.blocked.fix === null && <Fix of={of} row={row} column={column} />}
      </td>
    </tr>
  );
}

/** Kept when one leaves it or presses Enter; then it says what is still wrong, if anything is. */
function Fix({ of, row, column }: { of: Import; row: Failure; column: number }) {
  const t = useWords(importWords);
  const [value, setValue] = useState("");
  const fix = useMutation({
    mutationFn: () =>
      importsApi.fix({ id: of.id, line: row.line, cells: [{ column, value: value.trim() }] }),
    onSuccess: async () => {
      await refresh("records.imports");
      setValue("");
    },
  });
  const keep = () => {
    if (value.trim() !== "" && !fix.isPending) fix.mutate();
  };
  return (
    <TextInput
      className={styles.fix}
      aria-label={t("fixFor", {
        row: countText(row.line),
        column: of.columns[column]?.header ?? "",
      })}
      placeholder={t("typeToFix")}
      value={value}
      error={fix.isError}
      onChange={({ currentTarget }) => setValue(currentTarget.value)}
      onBlur={keep}
      onKeyDown={({ key }) => {
        if (key === "Enter") keep();
      }}
    />
  );
}

/** What the row calls itself, so that one knows whom it is about. */
function nameIn({ columns }: Import, { cells }: Failure): string {
  for (const target of ["name", "firstName", "title", "number", "email", "phone"]) {
    const at = columns.findIndex(({ match }) => match.target === target);
    const text = at < 0 ? "" : (cells[at] ?? "");
    if (text !== "") return text;
  }
  return "";
}
