import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { Bones } from "#ui/bones.tsx";
import { Status } from "#ui/status.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type Promised, useHistory } from "./promises.client.ts";
import { promiseWords } from "./promises.words.ts";
import { TONE_OF } from "./tones.ts";
import styles from "./trust.module.css";

/** One promise: closed its state, open the policy's own words and everything behind them. */
export function PromiseRow({ of }: { of: Promised }) {
  const t = useWords(promiseWords);
  const [isOpen, open] = useState(false);
  const panel = useId();
  return (
    <li className={styles.row}>
      <button
        type="button"
        className={styles.head}
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={() => open(!isOpen)}
      >
        <span className={styles.id}>{of.id}</span>
        <span className={styles.name}>{of.title}</span>
        <span className={styles.state}>
          <Status tone={TONE_OF[of.state]}>{t(`state.${of.state}`)}</Status>
        </span>
        <span className={styles.when}>
          {of.provedAt === null ? t(of.isLater ? "later" : "never") : <When at={of.provedAt} />}
        </span>
        <IconChevronRight size={16} stroke={1.8} aria-hidden="true" />
      </button>
      <div id={panel} hidden={!isOpen}>
        {isOpen && <Behind of={of} />}
      </div>
    </li>
  );
}

function Behind({ of }: { of: Promised }) {
  const t = useWords(promiseWords);
  const { how, duty, proofs, testsCount } = of;
  return (
    <div className={styles.panel}>
      <blockquote>
        “{of.says}” <cite>{t("policy", { id: of.id })}</cite>
      </blockquote>
      {of.isLater && <p>{t("laterText")}</p>}
      <dl>
        {how !== null && <Fact name={t("how")}>{how}</Fact>}
        {proofs.map((proof) => (
          <Proof key={proof.probe} of={proof} />
        ))}
        {testsCount > 0 && <Fact name={t("tests")}>{t("testsText", { count: testsCount })}</Fact>}
        {duty !== null && <Fact name={t("duty")}>{duty}</Fact>}
      </dl>
      {!of.isLater && proofs.length === 0 && <p>{t("noProbe")}</p>}
      {proofs.length > 0 && <History id={of.id} />}
    </div>
  );
}

function Proof({ of }: { of: Promised["proofs"][number] }) {
  const t = useWords(promiseWords);
  return (
    <>
      <Fact name={t("tries")}>{of.tries}</Fact>
      <Fact name={t("found")}>
        {of.found === null ? (
          <Status tone="quiet">{t("notYet")}</Status>
        ) : (
          <span className={styles.found} data-tone={of.isKept ? "good" : "warn"}>
            <i aria-hidden="true" />
            {of.found}
          </span>
        )}
      </Fact>
      {of.sinceAt !== null && (
        <Fact name={t("since")}>
          <When at={of.sinceAt} as="full" />, {t("runs", { count: of.runsCount })}
        </Fact>
      )}
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** Each time the answer changed, newest first. */
function History({ id }: { id: string }) {
  const t = useWords(promiseWords);
  const [isOpen, open] = useState(false);
  const history = useHistory(id, isOpen);
  const spans = history.data?.spans ?? [];
  return (
    <div className={styles.history}>
      <button type="button" className="k-link" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        {t(isOpen ? "hideHistory" : "history")}
      </button>
      {isOpen && history.data === undefined && <Bones rows={2} />}
      {isOpen && history.data !== undefined && (
        <ol>
          {spans.map((span) => (
            <li key={`${span.probe} ${span.sinceAt}`}>
              <span className={styles.found} data-tone={span.isKept ? "good" : "warn"}>
                <i aria-hidden="true" />
                {span.found}
              </span>
              <span className="k-caption">
                {t.rich("span", {
                  from: <When key="from" at={span.sinceAt} as="full" />,
                  to: <When key="to" at={span.lastAt} as="full" />,
                  runs: t("runs", { count: span.runsCount }),
                })}
              </span>
            </li>
          ))}
        </ol>
      )}
      {isOpen && spans.length === 1 && <p className="k-caption">{t("noHistory")}</p>}
    </div>
  );
}
