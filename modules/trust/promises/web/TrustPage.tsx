import { IconRefresh } from "@tabler/icons-react";
import { ActionButton } from "#ui/action-button.tsx";
import { Note } from "#ui/note.tsx";
import { countText } from "#ui/numbers.ts";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useMay } from "#ui/session.tsx";
import { useUrl } from "#ui/url-state.ts";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { PromiseRow } from "./promise-row.tsx";
import { type PromiseList, useCheck, usePromises } from "./promises.client.ts";
import { promiseWords } from "./promises.words.ts";
import { TONE_OF } from "./tones.ts";
import styles from "./trust.module.css";
import { TrustTabs } from "./trust-tabs.tsx";

const STATES = ["kept", "degraded", "unproven", "duty"] as const;
/** Every sentence of the policy: whether it holds now, how that was tried, and what was found. */
export function TrustPage() {
  const t = useWords(promiseWords);
  const list = usePromises();
  const check = useCheck();
  const mayCheck = useMay("trust.promises.check");
  return (
    <Page
      of={list}
      title={t("trust")}
      tabs={<TrustTabs here="/trust" />}
      actions={({ isAsked }) =>
        mayCheck && (
          <ActionButton
            isBusy={isAsked || check.isPending}
            leftSection={<IconRefresh size={16} stroke={1.6} aria-hidden="true" />}
            onClick={() => check.mutate()}
          >
            {isAsked ? t("checking") : t("check")}
          </ActionButton>
        )
      }
    >
      {(data) => (
        <>
          <ProblemNote of={check.error} />
          <Summary of={data} />
          <Degraded of={data} />
          <Sections of={data} />
        </>
      )}
    </Page>
  );
}

const allOf = ({ sections }: PromiseList) => sections.flatMap(({ promises }) => promises);

function Summary({ of }: { of: PromiseList }) {
  const t = useWords(promiseWords);
  const [url, change] = useUrl();
  return (
    <div className={styles.summary}>
      <div>
        <h2>{t("summary", { kept: of.counts.kept, all: allOf(of).length })}</h2>
        <p>{t("intro")}</p>
        <p className="k-caption">
          {of.triedAt === null
            ? t("neverTried")
            : t.rich("tried", { when: <When key="when" at={of.triedAt} as="full" /> })}
        </p>
      </div>
      <fieldset className={styles.counts} aria-label={t("filter")}>
        {STATES.map((state) => (
          <button
            key={state}
            type="button"
            className={styles.count}
            data-tone={TONE_OF[state]}
            aria-pressed={url["state"] === state}
            onClick={() => change({ state: url["state"] === state ? null : state })}
          >
            <span>
              <i aria-hidden="true" />
              {t(`state.${state}`)}
            </span>
            <b>{countText(of.counts[state])}</b>
          </button>
        ))}
      </fieldset>
    </div>
  );
}

/** What is wrong, before everything else. */
function Degraded({ of }: { of: PromiseList }) {
  const t = useWords(promiseWords);
  const wrong = allOf(of).filter(({ state }) => state === "degraded");
  if (wrong.length === 0) return null;
  return (
    <div className={styles.wrong} role="status">
      <Note tone="warn">
        {wrong.map(({ id, proofs }) => (
          <div key={id}>
            <b>{t("isDegraded", { id })}</b> {proofs.find(({ isKept }) => isKept === false)?.found}
          </div>
        ))}
        <div className="k-caption">{t("told")}</div>
      </Note>
    </div>
  );
}

function Sections({ of }: { of: PromiseList }) {
  const t = useWords(promiseWords);
  const [url] = useUrl();
  const wanted = STATES.find((state) => state === url["state"]);
  return of.sections
    .map((section) => ({
      ...section,
      shown: section.promises.filter(({ state }) => wanted === undefined || state === wanted),
    }))
    .filter(({ shown }) => shown.length > 0)
    .map(({ key, title, promises, shown }) => (
      <Section
        key={key}
        title={title}
        hint={t("keptOf", {
          kept: promises.filter(({ state }) => state === "kept").length,
          all: promises.length,
        })}
      >
        <ul className={styles.rows}>
          {shown.map((promise) => (
            <PromiseRow key={promise.id} of={promise} />
          ))}
        </ul>
      </Section>
    ));
}
