import { Bones } from "#ui/bones.tsx";
import { DoorHead } from "#ui/door-head.tsx";
import { Link } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useUrl } from "#ui/url-state.ts";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type Policy, usePolicy } from "./policies.client.ts";
import styles from "./policies.module.css";
import { policyWords } from "./policies.words.ts";

/** The privacy policy, for anybody: sentence by sentence from the register. */
export function PrivacyPage() {
  const t = useWords(policyWords);
  const [url] = useUrl();
  const policy = usePolicy(url["version"]);
  return (
    <div className={styles.paper}>
      <title>{`${t("privacy")} · Kaunter`}</title>
      <div className={styles.top}>
        <DoorHead home={t("back")} />
      </div>
      <main className={styles.policy} id="main">
        <header>
          <h1>{t("privacy")}</h1>
          {policy.data !== undefined && <Heading of={policy.data} />}
        </header>
        {policy.isError && <ProblemNote of={policy.error} onRetry={() => void policy.refetch()} />}
        {policy.isPending && <Bones rows={12} />}
        {policy.data !== undefined && <Parts of={policy.data} />}
      </main>
    </div>
  );
}

function Heading({ of }: { of: Policy }) {
  const t = useWords(policyWords);
  const { version, effectiveAt, summary, next } = of;
  const isComing = effectiveAt !== null && new Date(effectiveAt) > new Date();
  const said = isComing ? "inForceFrom" : effectiveAt === null ? "firstOf" : "inForceSince";
  return (
    <>
      <p>
        {t.rich(said, {
          version,
          when: effectiveAt === null ? null : <When key="when" at={effectiveAt} />,
        })}{" "}
        {isComing && summary}
      </p>
      <p>{t("preamble")}</p>
      {next !== null && !isComing && (
        <div className={styles.next}>
          <Note>
            {t.rich("nextAnnounced", {
              version: next.version,
              when: <When key="when" at={next.effectiveAt} />,
              summary: next.summary,
            })}{" "}
            <Link to={`/privacy?version=${next.version}`}>{t("readNext")}</Link>
          </Note>
        </div>
      )}
    </>
  );
}

function Parts({ of: { sections, contact } }: { of: Policy }) {
  const t = useWords(policyWords);
  return (
    <>
      {sections.map(({ title, sentences }) => (
        <section key={title} className={styles.part}>
          <h2>{title}</h2>
          <ol>
            {sentences.map(({ id, says, isLater }) => (
              <li key={id} id={id}>
                <div>
                  <p>{says}</p>
                  {isLater && <p>{t("later")}</p>}
                </div>
                <span>{id}</span>
              </li>
            ))}
          </ol>
        </section>
      ))}
      <section className={styles.part}>
        <h2>{t("contactTitle")}</h2>
        <p>
          {contact === null
            ? t("noContact")
            : t.rich("contact", {
                address: (
                  <a key="address" href={`mailto:${contact}`}>
                    {contact}
                  </a>
                ),
              })}
        </p>
      </section>
    </>
  );
}
