import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { client, type Received } from "#ui/api.ts";
import { Bones } from "#ui/bones.tsx";
import { startOfDay } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { DateField } from "#ui/form/date-field.tsx";
import { Form, Wide } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { useCalendar } from "#ui/session.tsx";
import { Status } from "#ui/status.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { consents } from "../consents.contract.ts";
import styles from "./consents.module.css";
import { consentWords } from "./consents.words.ts";

const api = client(consents);
type Entry = Received<typeof consents.list>["rows"][number];

/** Opens what somebody agreed to and refused, each time, with the proof; and writes down what they say now. */
export function ConsentHistory({ customerId }: { customerId: string }) {
  const t = useWords(consentWords);
  const [isOpen, open] = useState(false);
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={() => open(true)}>
        {t("history")}
      </Button>
      <Dialog isOpen={isOpen} onClose={() => open(false)} title={t("title")}>
        {isOpen && <Inside customerId={customerId} />}
      </Dialog>
    </>
  );
}

function Inside({ customerId }: { customerId: string }) {
  const t = useWords(consentWords);
  const reason = useReason();
  const list = useInfiniteQuery({
    queryKey: ["crm.consents", customerId],
    queryFn: ({ pageParam, signal }) =>
      api.list({ customerId, ...(pageParam === null ? {} : { after: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const [isRecording, record] = useState(false);
  if (list.isPending) return <Bones rows={3} />;
  if (list.isError) return <ProblemNote of={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data.pages.flatMap((page) => page.rows);
  const closed = list.data.pages[0]?.blocked.record ?? null;
  return (
    <>
      <p className="k-muted">{t("text")}</p>
      {isRecording ? (
        <Recording customerId={customerId} onKept={() => record(false)} />
      ) : closed === null ? (
        <div>
          <Button variant="default" onClick={() => record(true)}>
            {t("record")}
          </Button>
        </div>
      ) : (
        <p className="k-caption">{reason(closed)}</p>
      )}
      {rows.length === 0 && <p className="k-muted">{t("none")}</p>}
      <ol className={styles.entries}>
        {rows.map((entry) => (
          <One key={entry.number} of={entry} />
        ))}
      </ol>
      {list.hasNextPage && (
        <Button variant="default" onClick={() => void list.fetchNextPage()}>
          {t("older")}
        </Button>
      )}
    </>
  );
}

const TONES = {
  subscribed: "good",
  pending: "warn",
  unsubscribed: "quiet",
  unknown: "quiet",
} as const;

function One({ of }: { of: Entry }) {
  const t = useWords(consentWords);
  return (
    <li>
      <div className={styles.line}>
        <b>{t(`channel.${of.channel}`)}</b>
        <Status tone={TONES[of.state]}>{t(`state.${of.state}`)}</Status>
        <span className="k-caption">
          <When at={of.at} as="full" />
        </span>
      </div>
      <p className="k-caption">
        {t(`source.${of.source}`)}
        {of.actorName !== "" && (
          <>
            {" · "}
            {t.rich("line", {
              who: of.actorName,
              when: <When key="when" at={of.recordedAt} as="full" />,
            })}
          </>
        )}
      </p>
      {of.proof !== "" && <p className={styles.proof}>{of.proof}</p>}
    </li>
  );
}

const CHANNELS = ["email", "phone"] as const;
const STATES = ["subscribed", "unsubscribed", "pending"] as const;
const SOURCES = ["person", "form", "request"] as const;

function Recording({ customerId, onKept }: { customerId: string; onKept: () => void }) {
  const t = useWords(consentWords);
  const { zone } = useCalendar();
  const form = useForm({
    start: {
      channel: "email" as (typeof CHANNELS)[number],
      state: "subscribed" as (typeof STATES)[number],
      source: "person" as (typeof SOURCES)[number],
      at: null as string | null,
      proof: "",
    },
    check: ({ proof }) => ({ proof: proof.trim() === "" ? "field.required" : null }),
    send: ({ at, ...said }) =>
      api.record({ ...said, customerId, at: at === null ? null : startOfDay(at, zone) }),
    onKept: () => {
      void refresh("crm.consents", "crm.customers", "records.timeline");
      toast(t("saved"));
      onKept();
    },
  });
  return (
    <Form of={form} columns={2} guards={false}>
      <SelectField
        of={form}
        name="channel"
        label={t("channel")}
        options={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
      />
      <SelectField
        of={form}
        name="state"
        label={t("state")}
        options={STATES.map((value) => ({ value, label: t(`state.${value}`) }))}
      />
      <SelectField
        of={form}
        name="source"
        label={t("source")}
        options={SOURCES.map((value) => ({ value, label: t(`source.${value}`) }))}
      />
      <DateField of={form} name="at" label={t("day")} help={t("dayHelp")} optional />
      <Wide>
        <TextAreaField of={form} name="proof" label={t("proof")} help={t("proofHelp")} rows={2} />
      </Wide>
      <div>
        <SendButton of={form}>{t("save")}</SendButton>
      </div>
    </Form>
  );
}
