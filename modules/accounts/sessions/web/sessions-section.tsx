import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Received } from "#ui/api.ts";
import { Bones } from "#ui/bones.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { Status } from "#ui/status.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import type { sessions } from "../sessions.contract.ts";
import { sessionsApi } from "./sessions.client.ts";
import styles from "./sessions.module.css";
import { sessionWords } from "./sessions.words.ts";

type Session = Received<typeof sessions.list>["sessions"][number];

/** From where one is signed in, to be ended one by one or all others. */
export function SessionsSection() {
  const t = useWords(sessionWords);
  const { data, error, refetch } = useQuery({
    queryKey: ["accounts.sessions"],
    queryFn: ({ signal }) => sessionsApi.list({}, signal),
  });
  if (data === undefined)
    return (
      <Section title={t("title")}>
        {error === null ? (
          <Bones as="text" rows={3} />
        ) : (
          <ProblemNote of={error} onRetry={() => void refetch()} />
        )}
      </Section>
    );
  return (
    <Section title={t("title")}>
      <p className={styles.text}>{t("text")}</p>
      <ul className={styles.sessions}>
        {data.sessions.map((session) => (
          <Row key={session.id} session={session} />
        ))}
      </ul>
      {data.sessions.length > 1 && <EndOthers count={data.sessions.length - 1} />}
      <p className={styles.source}>{t("source")}</p>
    </Section>
  );
}

function Row({ session }: { session: Session }) {
  const t = useWords(sessionWords);
  const language = useLanguage();
  const end = async () => {
    await sessionsApi.end({ id: session.id });
    toast(t("ended"));
    await refresh("accounts.sessions");
  };
  const device = useDeviceText(session);
  const country =
    session.country === null
      ? null
      : new Intl.DisplayNames([language], { type: "region" }).of(session.country);
  const place = [country, session.network].filter(Boolean).join(" · ");
  return (
    <li className={styles.session}>
      <div className={styles.what}>
        <strong>{device}</strong>
        <span>{place === "" ? t("unknownPlace") : place}</span>
        <span>
          {session.isThis ? (
            <Status tone="good">{t("isThis")}</Status>
          ) : (
            t.rich("lastUsed", { when: <When at={session.lastUsedAt} /> })
          )}
        </span>
      </div>
      {!session.isThis && (
        <Button variant="default" aria-label={t("endOf", { device })} onClick={() => void end()}>
          {t("end")}
        </Button>
      )}
    </li>
  );
}

function useDeviceText({ browser, system }: Session): string {
  const t = useWords(sessionWords);
  if (browser !== null && system !== null) return t("device", { browser, system });
  return browser ?? system ?? t("unknownDevice");
}

function EndOthers({ count }: { count: number }) {
  const t = useWords(sessionWords);
  const [isAsking, setAsking] = useState(false);
  const endOthers = async () => {
    await sessionsApi.endOthers({});
    toast(t("endedOthers"));
    await refresh("accounts.sessions");
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("endOthers", { count })}
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("endOthersTitle")}
        verb={t("endOthers", { count })}
        isDanger
        onDo={endOthers}
      >
        <p>{t("endOthersText")}</p>
      </Dialog>
    </>
  );
}
