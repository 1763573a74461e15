import { Button } from "@mantine/core";
import { useState } from "react";
import { dayIn } from "#kernel/day.ts";
import { Bones } from "#ui/bones.tsx";
import { dateText } from "#ui/dates.ts";
import { Dialog } from "#ui/dialog.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useCalendar } from "#ui/session.tsx";
import { Status } from "#ui/status.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { accountsApi, keepMe } from "../../accounts/web/accounts.client.ts";
import { Enrol } from "./enrol.tsx";
import { type Enrolment, factorsApi, useFactor } from "./factors.client.ts";
import styles from "./factors.module.css";
import { factorWords } from "./factors.words.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** What it says of itself changes with it, and so does what the app knows of who is signed in. */
const afterChange = async () => {
  await refresh("accounts.factors", "accounts.sessions");
  keepMe(await accountsApi.me({}));
};

export function FactorSection() {
  const t = useWords(factorWords);
  const { data: factor, error, refetch } = useFactor();
  return (
    <Section title={t("title")}>
      {factor === undefined ? (
        error === null ? (
          <Bones as="text" />
        ) : (
          <ProblemNote of={error} onRetry={() => void refetch()} />
        )
      ) : factor.isOn ? (
        <On factor={factor} />
      ) : (
        <Off />
      )}
    </Section>
  );
}

function Off() {
  const t = useWords(factorWords);
  return (
    <div className={styles.state}>
      <Status tone="quiet">{t("off")}</Status>
      <p className={styles.quiet}>{t("offText")}</p>
      <EnrolButton>{t("setUp")}</EnrolButton>
    </div>
  );
}

/** The secret is asked for first: whoever is not fresh is asked who they are before anything opens. */
function EnrolButton({ children }: { children: string }) {
  const t = useWords(factorWords);
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const begin = async () => {
    setProblem(null);
    try {
      setEnrolment(await factorsApi.begin({}));
      setOpen(true);
    } catch (refused) {
      setProblem(refused);
    }
  };
  const close = () => {
    setOpen(false);
    void afterChange();
  };
  return (
    <>
      <Button variant="default" onClick={() => void begin()}>
        {children}
      </Button>
      <ProblemNote of={problem} />
      <Dialog isOpen={isOpen} onClose={close} title={t("title")}>
        {enrolment !== null && (
          <Enrol key={enrolment.secret} enrolment={enrolment} onDone={close} />
        )}
      </Dialog>
    </>
  );
}

type Factor = NonNullable<ReturnType<typeof useFactor>["data"]>;

function On({ factor }: { factor: Factor }) {
  const t = useWords(factorWords);
  const calendar = useCalendar();
  const since =
    factor.since === null ? "" : dateText(dayIn(calendar.zone, new Date(factor.since)), calendar);
  const left = factor.recoveryCodesLeft;
  return (
    <div className={styles.state}>
      <Status tone="good">{t("on", { date: since })}</Status>
      <Status tone={left > 2 ? "quiet" : "warn"}>{t("codesLeft", { count: left })}</Status>
      {factor.isRequired && <p className={styles.quiet}>{t("isRequired")}</p>}
      <div className={styles.verbs}>
        <Renew />
        <EnrolButton>{t("move")}</EnrolButton>
        {!factor.isRequired && <SwitchOff />}
      </div>
    </div>
  );
}

function Renew() {
  const t = useWords(factorWords);
  const [isAsking, setAsking] = useState(false);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const renew = async () => {
    const { recoveryCodes } = await factorsApi.renewCodes({});
    setCodes(recoveryCodes);
    void refresh("accounts.factors");
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("renew")}
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("renewTitle")}
        verb={t("renew")}
        onDo={renew}
      >
        <p>{t("renewText")}</p>
      </Dialog>
      <Dialog isOpen={codes !== null} onClose={() => setCodes(null)} title={t("codes")}>
        {codes !== null && <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />}
      </Dialog>
    </>
  );
}

function SwitchOff() {
  const t = useWords(factorWords);
  const [isAsking, setAsking] = useState(false);
  const switchOff = async () => {
    await factorsApi.remove({});
    toast(t("switchedOff"));
    await afterChange();
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t("switchOff")}
      </Button>
      <Dialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t("switchOffTitle")}
        verb={t("switchOff")}
        isDanger
        onDo={switchOff}
      >
        <p>{t("switchOffText")}</p>
      </Dialog>
    </>
  );
}
