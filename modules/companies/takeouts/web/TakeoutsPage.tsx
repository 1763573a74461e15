import { useState } from "react";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { bytesText, countText, percentOf } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type Takeout, type TakeoutList, takeoutsApi, useTakeouts } from "./takeouts.client.ts";
import styles from "./takeouts.module.css";
import { takeoutWords } from "./takeouts.words.ts";

/** Everything the company has, to take along: what is in it, and those that were made. */
export function TakeoutsPage() {
  const t = useWords(takeoutWords);
  const [problem, setProblem] = useState<unknown>(null);
  return (
    <SettingsPageFrame<TakeoutList>
      of={useTakeouts()}
      title={t("settings")}
      pages={useSettingsPages()}
    >
      {(found) => (
        <Section title={t("takeouts")}>
          <p className={styles.text}>{t("text")}</p>
          <ul className={styles.list}>
            <li>{t("sql")}</li>
            <li>{t("csv")}</li>
            <li>{t("excel")}</li>
            <li>{t("sums")}</li>
          </ul>
          <p className={styles.text}>{t("without")}</p>
          <ProblemNote of={problem} />
          <div className={styles.make}>
            <ActionButton blocked={found.blocked.make} onClick={() => make().catch(setProblem)}>
              {t("make")}
            </ActionButton>
          </div>
          {found.rows.length > 0 && <Takeouts of={found.rows} onProblem={setProblem} />}
        </Section>
      )}
    </SettingsPageFrame>
  );
}

async function make(): Promise<void> {
  await takeoutsApi.make({});
  void refresh("companies.takeouts");
}

/** The browser fetches it itself: the address opens the file once. */
async function fetchFile(id: string): Promise<void> {
  const { path } = await takeoutsApi.link({ id });
  location.assign(path);
}

type ListProps = { of: readonly Takeout[]; onProblem: (problem: unknown) => void };

function Takeouts({ of: rows, onProblem }: ListProps) {
  const t = useWords(takeoutWords);
  return (
    <Table
      label={t("takeouts")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("asked"),
          kind: "name",
          cell: ({ askedAt, askedBy }) => (
            <>
              <When at={askedAt} as="full" />
              <small>{askedBy}</small>
            </>
          ),
        },
        { label: t("state"), cell: (row) => <State of={row} />, phone: "under" },
        {
          label: t("rows"),
          kind: "number",
          phone: "hide",
          cell: ({ rowCount }) => countText(rowCount),
        },
        {
          label: t("size"),
          kind: "number",
          phone: "hide",
          cell: ({ bytes }) => (bytes === null ? "" : bytesText(bytes)),
        },
        {
          label: <Hidden>{t("actions")}</Hidden>,
          kind: "number",
          cell: ({ id, state, blocked }) =>
            state === "done" && (
              <ActionButton
                variant="default"
                blocked={blocked.fetch}
                quiet
                onClick={() => fetchFile(id).catch(onProblem)}
              >
                {t("fetch")}
              </ActionButton>
            ),
        },
      ]}
    />
  );
}

function State({ of: row }: { of: Takeout }) {
  const t = useWords(takeoutWords);
  if (row.state === "failed") return <Status tone="bad">{t("state.failed")}</Status>;
  if (row.state === "gone") return <Status tone="quiet">{t("state.gone")}</Status>;
  if (row.state === "asked") return <Status tone="accent">{t("state.asked")}</Status>;
  if (row.state === "making") {
    const percent = percentOf(row.rowCount, row.rowCountOf ?? 0);
    return <Status tone="accent">{t("state.making", { percent })}</Status>;
  }
  return (
    <>
      <Status tone="good">{t("state.done")}</Status>
      {row.expiresAt !== null && (
        <small>
          {t.rich("until", { when: <When key="until" at={row.expiresAt} as="full" /> })}
        </small>
      )}
    </>
  );
}
