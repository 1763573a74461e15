import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { Note } from "#ui/note.tsx";
import { Section } from "#ui/section.tsx";
import { Status } from "#ui/status.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import type { Column, Import, Match } from "./imports.client.ts";
import styles from "./imports.module.css";
import { type ImportT, importWords } from "./imports.words.ts";
import { SheetPicker } from "./sheet-picker.tsx";

type Props = { of: Import; onMatch: (matches: readonly Match[]) => void };

/** Second step: what each column is, and what becomes of what is known already. */
export function MatchColumns({ of, onMatch }: Props) {
  const t = useWords(importWords);
  const [matches, setMatches] = useState<readonly Match[]>(of.columns.map(({ match }) => match));
  const change = (at: number, match: Match) => {
    const next = matches.map((one, i) => (i === at ? match : one));
    setMatches(next);
    onMatch(next);
  };
  const matched = matches.filter(({ target }) => target !== null).length;
  return (
    <Section
      title={t("match")}
      hint={t("matched", { matched, count: of.columns.length })}
      action={<SheetPicker of={of} />}
    >
      <table className={styles.match}>
        <thead>
          <tr>
            <th scope="col">{t("inFile")}</th>
            <th scope="col">{t("firstRow")}</th>
            <th scope="col">{t("inKaunter")}</th>
            <th scope="col">{t("ifKnown")}</th>
            <th scope="col">{t("allRows")}</th>
          </tr>
        </thead>
        <tbody>
          {of.columns.map((column, at) => (
            <ColumnRow
              // biome-ignore lint/suspicious/noArrayIndexKey: columns stay in their places.
              key={at}
              of={of}
              column={column}
              name={column.header || t("noName", { number: at + 1 })}
              match={matches[at] ?? column.match}
              onChange={(match) => change(at, match)}
            />
          ))}
        </tbody>
      </table>
      <div className={styles.notes}>
        <Note>{t("clears")}</Note>
      </div>
    </Section>
  );
}

type RowProps = {
  of: Import;
  column: Column;
  name: string;
  match: Match;
  onChange: (match: Match) => void;
};

function ColumnRow({ of, column, name, match, onChange }: RowProps) {
  const t = useWords(importWords);
  const language = useLanguage();
  const target = of.targets.find(({ key }) => key === match.target);
  const options = of.targets.map(({ key, label }) => ({ value: key, label: label[language] }));
  const pick = (key: string) => {
    const next = of.targets.find((one) => one.key === key);
    onChange({ target: next?.key ?? null, policy: next?.policies[0] ?? "fill" });
  };
  return (
    <tr>
      <td>{name}</td>
      <td data-is="sample" title={column.sample}>
        {column.sample}
      </td>
      <td data-is="target">
        <NativeSelect
          aria-label={t("target.for", { column: name })}
          value={match.target ?? ""}
          data={[{ value: "", label: t("leaveOut") }, ...options]}
          onChange={({ currentTarget }) => pick(currentTarget.value)}
        />
      </td>
      <td data-is="policy">
        {target === undefined ? (
          "–"
        ) : target.isKey && target.key !== "phone" ? (
          t("matchBy")
        ) : (
          <NativeSelect
            aria-label={t("policy.for", { column: name })}
            value={match.policy}
            data={target.policies.map((value) => ({ value, label: t(`policy.${value}`) }))}
            onChange={({ currentTarget }) =>
              onChange({ ...match, policy: currentTarget.value as Match["policy"] })
            }
          />
        )}
      </td>
      <td data-is="found">
        <FoundIn column={column} kind={target?.kind} rows={of.rowsCount ?? 0} t={t} />
      </td>
    </tr>
  );
}

type FoundProps = { column: Column; kind: string | undefined; rows: number; t: ImportT };

/** What reading all rows found, for what the column is taken for. */
function FoundIn({ column: { found }, kind, rows, t }: FoundProps) {
  if (kind === undefined) return <Status tone="quiet">{filledText(found.filled, rows, t)}</Status>;
  const read = readAs(found, kind);
  if (read === null || found.filled === 0)
    return (
      <Status tone={found.filled === 0 ? "warn" : "good"}>
        {kind === "choice" && found.kinds !== null
          ? t("found.kinds", { count: found.kinds })
          : filledText(found.filled, rows, t)}
      </Status>
    );
  const other = found.filled - read;
  const order =
    kind === "moment" || kind === "date"
      ? found.dayOrder === "month_first"
        ? t("found.monthFirst")
        : t("found.dayFirst")
      : null;
  const text = other === 0 ? t("found.allRead", { count: read }) : t("found.read", { read, other });
  return (
    <Status tone={other === 0 ? "good" : "warn"}>
      {order === null ? text : `${text} · ${order}`}
    </Status>
  );
}

function filledText(filled: number, rows: number, t: ImportT): string {
  if (filled === 0) return t("found.empty");
  if (filled === rows) return t("found.allFilled", { count: filled });
  return t("found.filled", { filled, empty: rows - filled });
}

function readAs(found: Column["found"], kind: string): number | null {
  if (kind === "email") return found.emails;
  if (kind === "phone") return found.phones;
  if (kind === "number" || kind === "money") return found.numbers;
  if (kind === "date" || kind === "moment") return found.days;
  return kind === "yes_no" ? found.yesNo : null;
}
