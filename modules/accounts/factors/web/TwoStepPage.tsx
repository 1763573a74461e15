import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import { Door } from "#ui/door.tsx";
import { useGo } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useSession } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { accountsApi, become, keepMe } from "../../accounts/web/accounts.client.ts";
import styles from "../../accounts/web/door-parts.module.css";
import { Confirming } from "../../sessions/web/confirming.tsx";
import { Enrol } from "./enrol.tsx";
import { type Enrolment, factorsApi } from "./factors.client.ts";
import { factorWords } from "./factors.words.ts";

/** Where somebody stands of whom the company wants a second step and who has none: nothing else is open to them. */
export function TwoStepPage() {
  const t = useWords(factorWords);
  const session = useSession();
  const go = useGo();
  const [enrolment, setEnrolment] = useState<Enrolment | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  // While the recovery codes are shown the second step is on already.
  const isDone = session === null || (!session.mustEnrol && enrolment === null);
  useEffect(() => {
    if (isDone) go(session === null ? "/sign-in" : "/", { replace: true });
  });
  if (isDone) return null;
  const begin = async () => {
    setProblem(null);
    await factorsApi.begin({}).then(setEnrolment, setProblem);
  };
  const leave = async () => {
    await accountsApi.signOut({});
    become(null);
    go("/sign-in", { replace: true });
  };
  const enter = async () => {
    keepMe(await accountsApi.me({}));
    go("/", { replace: true });
  };
  const company = <strong>{session.company?.name}</strong>;
  return (
    <Door title={t("needTitle")} text={t.rich("needText", { company })}>
      <div className={styles.stack}>
        {enrolment === null ? (
          <>
            <ProblemNote of={problem} />
            <div className={styles.row}>
              <Button onClick={() => void begin()}>{t("setUp")}</Button>
              <Button variant="subtle" onClick={() => void leave()}>
                {t("signOut")}
              </Button>
            </div>
          </>
        ) : (
          <Enrol enrolment={enrolment} onDone={() => void enter()} />
        )}
      </div>
      <Confirming />
    </Door>
  );
}
