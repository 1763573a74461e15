import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { Link } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { LongWork } from "#ui/progress.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { useUrl } from "#ui/url-state.ts";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import type { LookbackKind } from "../lookbacks.contract.ts";
import {
  type Lookback,
  lookbacksApi,
  type Seen,
  useLookback,
  useRows,
} from "./lookbacks.client.ts";
import styles from "./lookbacks.module.css";
import { lookbackWords } from "./lookbacks.words.ts";
import { Rows } from "./rows.tsx";

/** A backup beside today: what is not there any more, and the way back for it. */
export function LookbackPage() {
  const t = useWords(lookbackWords);
  return (
    <SettingsPageFrame<Seen> of={useLookback()} title={t("settings")} pages={useSettingsPages()}>
      {(seen) => (
        <Section title={t("title")} text={t("text")}>
          {seen.lookback === null || seen.lookback.state === "failed" ? (
            <Opening of={seen} />
          ) : (
            <Opened of={seen.lookback} />
          )}
        </Section>
      )}
    </SettingsPageFrame>
  );
}

/** Which one stands in the address, from the page of all backups. */
function Opening({ of: { lookback, blocked } }: { of: Seen }) {
  const t = useWords(lookbackWords);
  const [{ backup }] = useUrl();
  const [problem, setProblem] = useState<unknown>(null);
  const open = async (backupId: string) => {
    await lookbacksApi.open({ backupId });
    await refresh("records.lookbacks");
  };
  return (
    <div className={styles.stack}>
      {lookback !== null && <Note tone="bad">{t("failed")}</Note>}
      <ProblemNote of={problem} />
      {backup === undefined ? (
        <p>
          {t.rich("choose", {
            link: (
              <Link key="link" to="/settings/backups">
                {t("backups")}
              </Link>
            ),
          })}
        </p>
      ) : (
        <div>
          <ActionButton
            blocked={blocked.open}
            onClick={() => {
              open(backup).catch(setProblem);
            }}
          >
            {t("open")}
          </ActionButton>
        </div>
      )}
    </div>
  );
}

const KINDS = ["gone", "trashed", "changed"] as const;

function Opened({ of }: { of: Lookback }) {
  const t = useWords(lookbackWords);
  const [url] = useUrl();
  const kind = KINDS.find((one) => one === url["kind"]) ?? "gone";
  const [search, find] = useState("");
  if (of.state !== "open" || of.openUntil === null)
    return <LongWork title={t("opening")} done={of.rowCount} total={of.rowCountOf ?? 0} />;
  const countOf = (one: string) => of.counts.find((each) => each.kind === one)?.count ?? 0;
  const close = async () => {
    await lookbacksApi.close({});
    await refresh("records.lookbacks");
  };
  return (
    <div className={styles.stack}>
      <Note
        actions={
          <Button variant="default" onClick={() => void close()}>
            {t("close")}
          </Button>
        }
      >
        {t.rich("openSince", {
          when: <When key="when" at={of.takenAt} as="full" />,
          until: <When key="until" at={of.openUntil} as="time" />,
        })}
      </Note>
      <div className={styles.tools}>
        <Tabs
          label={t("kinds")}
          of={KINDS.map((one) => ({
            to: `/settings/look-back?kind=${one}`,
            label: t(`kind.${one}`),
            isHere: one === kind,
            count: countOf(one),
          }))}
        />
        <TextInput
          label={t("search")}
          value={search}
          autoComplete="off"
          onChange={(event) => find(event.currentTarget.value)}
        />
      </div>
      <Found kind={kind} search={search} />
    </div>
  );
}

function Found({ kind, search }: { kind: LookbackKind; search: string }) {
  const t = useWords(lookbackWords);
  const found = useRows(kind, search.trim());
  const rows = found.data?.pages.flatMap((page) => page.rows) ?? [];
  if (found.error !== null) return <ProblemNote of={found.error} />;
  if (found.data !== undefined && rows.length === 0) return <p>{t("none")}</p>;
  return (
    <>
      <Rows of={rows} />
      {found.hasNextPage && (
        <div>
          <Button
            variant="default"
            loading={found.isFetchingNextPage}
            onClick={() => void found.fetchNextPage()}
          >
            {t("more")}
          </Button>
        </div>
      )}
    </>
  );
}
