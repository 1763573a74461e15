import { Button } from "@mantine/core";
import { BooksTabs } from "#modules/finance/books/web/books-tabs.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { SalesProof } from "./sales-proof.tsx";
import { type BooksHealth, useHealth } from "./statements.client.ts";
import styles from "./statements.module.css";
import { statementWords } from "./statements.words.ts";

/** Whether the books are what they say: every invariant, tried now, with whoever breaks it. */
export function HealthPage() {
  const t = useWords(statementWords);
  const health = useHealth();
  return (
    <Page
      of={health}
      title={t("health")}
      tabs={<BooksTabs here="/books/health" />}
      actions={
        <Button variant="default" loading={health.isFetching} onClick={() => void health.refetch()}>
          {t("again")}
        </Button>
      }
    >
      {({ checks, checkedAt, nightlyAt }) => {
        const bad = checks.filter(({ count }) => count > 0);
        const good = checks.filter(({ count }) => count === 0);
        return (
          <div className={styles.stack}>
            <div>
              {bad.length === 0 ? (
                <Status tone="good">{t("sound", { count: checks.length })}</Status>
              ) : (
                <Note tone="bad">{t("unsound", { count: bad.length })}</Note>
              )}
              <p className="k-caption">
                {t("soundText")} <When at={checkedAt} as="full" />
                {nightlyAt !== null && (
                  <>
                    {" · "}
                    {t.rich("nightly", { when: <When at={nightlyAt} as="full" /> })}
                  </>
                )}
              </p>
              <SalesProof />
            </div>
            {bad.length > 0 && <Checks of={bad} />}
            <details open className={styles.checks}>
              <summary>{t("soundChecks", { count: good.length })}</summary>
              <Checks of={good} />
            </details>
          </div>
        );
      }}
    </Page>
  );
}

function Checks({ of }: { of: BooksHealth["checks"] }) {
  const t = useWords(statementWords);
  return (
    <Table<BooksHealth["checks"][number]>
      label={t("health")}
      rows={of}
      keyOf={({ check }) => check}
      columns={[
        {
          label: t("check"),
          kind: "name",
          cell: ({ check, offenders }) => (
            <>
              {t.has(check) ? t(check) : check}
              {offenders.length > 0 && <small>{offenders.join(", ")}</small>}
            </>
          ),
        },
        {
          label: t("found"),
          kind: "number",
          cell: ({ count }) =>
            count === 0 ? (
              <Status tone="good">–</Status>
            ) : (
              <Status tone="bad">{String(count)}</Status>
            ),
        },
      ]}
    />
  );
}
