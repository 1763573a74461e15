import { useState } from "react";
import { RecordTimeline } from "#modules/records/timeline/web/record-timeline.tsx";
import { ActionButton } from "#ui/action-button.tsx";
import { dateText } from "#ui/dates.ts";
import { Facts } from "#ui/facts.tsx";
import { Link, useParam } from "#ui/link.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { CloseDialog } from "./close-dialog.tsx";
import { IdentityStep } from "./identity-step.tsx";
import { personOf, RequestStatus } from "./request-parts.tsx";
import { type PrivacyRequest, useRequest } from "./requests.client.ts";
import styles from "./requests.module.css";
import { requestWords } from "./requests.words.ts";
import { Step } from "./step.tsx";
import { WhatStep } from "./what-step.tsx";
import { WhoStep } from "./who-step.tsx";

/** One request, from who asks to what they were told: each step opens the next. */
export function RequestPage() {
  const t = useWords(requestWords);
  const request = useRequest(useParam("requestId"));
  return (
    <Page
      of={request}
      title={(data) => t(`title.${data.kind}`, { person: personOf(data, t) })}
      crumb={{ to: "/requests", label: t("requests") }}
      status={(data) => <RequestStatus of={data} />}
      actions={(data) => data.state === "open" && <Verbs of={data} />}
      aside={(data) => <Aside of={data} />}
    >
      {(data) => (
        <>
          {data.isOverdue && <Note tone="bad">{t("isOverdue")}</Note>}
          {data.state !== "open" && <Closed of={data} />}
          <ol className={styles.steps}>
            {data.kind !== "store_erasure" && <WhoSteps of={data} />}
            <Step
              title={t(`step.${data.kind}`)}
              isDone={isAnswered(data)}
              isNext={data.state === "open" && isKnown(data) && !isAnswered(data)}
            >
              <WhatStep of={data} />
            </Step>
            {(data.kind === "access" || data.kind === "correction") && (
              <Step
                title={t("step.tell")}
                isDone={data.state === "done"}
                isNext={data.blocked.finish === null}
              >
                <Tell of={data} />
              </Step>
            )}
          </ol>
          <Section title={t("timeline")}>
            <RecordTimeline subject={data.id} />
          </Section>
        </>
      )}
    </Page>
  );
}

/** Somebody of whom a name alone is known: it leads to nobody. */
const isNobody = ({ customerId, email, phone, channel, erasedAt }: PrivacyRequest): boolean =>
  channel !== "store" && erasedAt === null && (customerId ?? email ?? phone) === null;

/** Of a store that signs what it says nobody has to make sure. */
const isKnown = ({ kind, checkedAt }: PrivacyRequest): boolean =>
  kind === "store_erasure" || checkedAt !== null;

function isAnswered({ kind, packedAt, correctedAt, erasedAt }: PrivacyRequest): boolean {
  if (kind === "access") return packedAt !== null;
  return kind === "correction" ? correctedAt !== null : erasedAt !== null;
}

function WhoSteps({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  return (
    <>
      <Step
        title={t("step.who")}
        isDone={of.customerId !== null || of.erasedAt !== null}
        isNext={of.state === "open" && isNobody(of)}
      >
        <WhoStep of={of} />
      </Step>
      <Step
        title={t("step.identity")}
        isDone={of.checkedAt !== null}
        isNext={of.state === "open" && of.checkedAt === null && !isNobody(of)}
      >
        <IdentityStep of={of} />
      </Step>
    </>
  );
}

function Verbs({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const [isRefusing, setRefusing] = useState(false);
  return (
    <>
      <More
        items={[
          { label: t("refuse"), onClick: () => setRefusing(true), blocked: of.blocked.refuse },
        ]}
      />
      {isRefusing && <CloseDialog of={of} as="refuse" onClose={() => setRefusing(false)} />}
    </>
  );
}

function Tell({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const [isOpen, setOpen] = useState(false);
  if (of.state !== "open")
    return <p className="k-muted">{of.state === "done" ? t("told") : t("notTold")}</p>;
  return (
    <>
      <p className="k-muted">{t("tellText")}</p>
      <div className={styles.verbs}>
        <ActionButton blocked={of.blocked.finish} onClick={() => setOpen(true)}>
          {t("finish")}
        </ActionButton>
      </div>
      {isOpen && <CloseDialog of={of} as="finish" onClose={() => setOpen(false)} />}
    </>
  );
}

function Closed({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const isRefused = of.state === "refused";
  return (
    <Note tone={isRefused ? "quiet" : "good"}>
      {t.rich(isRefused ? "refusedAt" : "doneAt", {
        when: <When key="when" at={of.closedAt ?? ""} as="full" />,
      })}
      {of.answer !== "" && <div className={styles.answer}>{of.answer}</div>}
    </Note>
  );
}

function Aside({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const calendar = useCalendar();
  return (
    <>
      <Section title={t("facts")}>
        <Facts
          rows={[
            [t("asksFor"), t(`kind.${of.kind}`)],
            [t("cameBy"), of.connection ?? t(`channel.${of.channel}`)],
            [t("received"), dateText(of.receivedOn, calendar)],
            [
              t("due"),
              of.isOverdue ? (
                <span key="due" className={styles.overdue}>
                  {dateText(of.dueOn, calendar)}
                </span>
              ) : (
                dateText(of.dueOn, calendar)
              ),
            ],
            of.customerId !== null && [
              t("customer"),
              <Link key="customer" to={`/customers/${of.customerId}`} className="k-link">
                {personOf(of, t)}
              </Link>,
            ],
            of.email !== null && [t("email"), of.email],
            of.phone !== null && [t("phone"), of.phone],
          ]}
        />
      </Section>
      {of.note !== "" && (
        <Section title={t("note")}>
          <p className={styles.note}>{of.note}</p>
        </Section>
      )}
      <Section title={t("law")}>
        <p className="k-muted">{t(of.kind === "store_erasure" ? "storeLawText" : "lawText")}</p>
      </Section>
    </>
  );
}
