import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { Link } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { bytesText, countText, percentOf } from "#ui/numbers.ts";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type Backup, type BackupList, backupsApi, useBackups } from "./backups.client.ts";
import styles from "./backups.module.css";
import { backupWords } from "./backups.words.ts";
import { LastReturn, ReturnButton } from "./returns.tsx";

/** Every backup of the company, with the proof that it can be restored. */
export function BackupsPage() {
  const t = useWords(backupWords);
  return (
    <SettingsPageFrame<BackupList>
      of={useBackups()}
      title={t("settings")}
      pages={useSettingsPages()}
    >
      {(found) => (
        <Section title={t("backups")} text={t("text")}>
          <LastReturn of={found.lastReturn} now={Date.now()} />
          <Proof of={found.rows} />
          <div className={styles.next}>
            <ActionButton blocked={found.blocked.make} onClick={make(t("begun"))}>
              {t("make")}
            </ActionButton>
            <span>{t.rich("next", { when: <When key="next" at={found.nextAt} /> })}</span>
          </div>
          {found.rows.length === 0 ? <p>{t("none")}</p> : <Backups of={found.rows} />}
        </Section>
      )}
    </SettingsPageFrame>
  );
}

const make = (said: string) => async () => {
  await backupsApi.make({});
  void refresh("companies.backups");
  toast(said);
};

/** What one looks for first: how old the newest good one is, and how long it took to bring it back. */
function Proof({ of: rows }: { of: readonly Backup[] }) {
  const t = useWords(backupWords);
  const newest = rows.find(({ verifiedAs }) => verifiedAs !== null);
  if (newest === undefined || newest.takenAt === null) return null;
  if (newest.verifiedAs !== "equal") return <Note tone="bad">{t("notProven")}</Note>;
  const seconds = Math.max(1, Math.round((newest.verifyMs ?? 0) / 1000));
  return (
    <Note tone="good">
      {t.rich("proven", {
        when: <When key="when" at={newest.takenAt} />,
        tables: newest.tableCount,
        rows: countText(newest.rowCount),
        seconds,
      })}
    </Note>
  );
}

function Backups({ of: rows }: { of: readonly Backup[] }) {
  const t = useWords(backupWords);
  return (
    <Table
      label={t("backups")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("when"),
          kind: "name",
          cell: ({ takenAt, askedAt, askedBy }) => (
            <>
              <When at={takenAt ?? askedAt} as="full" />
              <small>{askedBy === null ? t("daily") : t("askedBy", { name: askedBy })}</small>
            </>
          ),
        },
        { label: t("state"), cell: (row) => <State of={row} />, phone: "under" },
        {
          label: t("rows"),
          kind: "number",
          phone: "hide",
          cell: ({ state, rowCount }) => (state === "failed" ? "" : countText(rowCount)),
        },
        {
          label: t("size"),
          kind: "number",
          cell: ({ bytes }) => (bytes === null ? "" : bytesText(bytes)),
        },
        {
          label: <Hidden>{t("actions")}</Hidden>,
          kind: "number",
          cell: (row) =>
            row.state === "kept" && (
              <div className={styles.verbs}>
                <Link to={`/settings/look-back?backup=${row.id}`}>{t("lookBack")}</Link>
                <ReturnButton of={row} />
              </div>
            ),
        },
      ]}
    />
  );
}

function State({ of: row }: { of: Backup }) {
  const t = useWords(backupWords);
  if (row.state === "asked") return <Status tone="accent">{t("state.asked")}</Status>;
  if (row.state === "making") {
    const percent = percentOf(row.rowCount, row.rowCountOf ?? 0);
    return <Status tone="accent">{t("state.making", { percent })}</Status>;
  }
  if (row.state === "failed") return <Status tone="bad">{t("state.failed")}</Status>;
  if (row.state === "gone") return <Status tone="quiet">{t("state.gone")}</Status>;
  if (row.verifiedAs === null) return <Status tone="warn">{t("state.unproven")}</Status>;
  if (row.verifiedAs === "unreadable") return <Status tone="bad">{t("state.unreadable")}</Status>;
  if (row.verifiedAs === "different")
    return (
      <>
        <Status tone="bad">{t("state.different", { count: row.differentTables.length })}</Status>
        <small>{row.differentTables.join(", ")}</small>
      </>
    );
  return (
    <>
      <Status tone="good">{t("state.equal")}</Status>
      {row.findings.length > 0 && <small>{t("findings", { what: row.findings.join(", ") })}</small>}
      {row.goesAt !== null && (
        <small>{t.rich("until", { when: <When key="until" at={row.goesAt} /> })}</small>
      )}
    </>
  );
}
