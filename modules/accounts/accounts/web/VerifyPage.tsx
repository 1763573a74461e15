import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiProblem } from "#ui/api.ts";
import { Bones } from "#ui/bones.tsx";
import { Door } from "#ui/door.tsx";
import { useGo } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useSession } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { accountsApi, become, useEnter } from "./accounts.client.ts";
import { accountWords } from "./accounts.words.ts";
import { CheckMail } from "./check-mail.tsx";
import styles from "./door-parts.module.css";
import { useLinkToken } from "./link-token.ts";

/** Where the link of the mail leads, and where somebody signed in waits who has not opened it. */
export function VerifyPage() {
  const token = useLinkToken();
  return token === null ? <Waiting /> : <Opening key={token} token={token} />;
}

function Opening({ token }: { token: string }) {
  const t = useWords(accountWords);
  const enter = useEnter();
  const verify = useMutation({
    mutationFn: () => accountsApi.verify({ token }),
    onSuccess: (me) => enter(me),
  });
  const { mutate } = verify;
  useOnce(mutate);
  if (verify.error instanceof ApiProblem && verify.error.kind === "refused") return <NotValid />;
  return (
    <Door title={t("verifyTitle")} text={t("verifyText")}>
      {verify.isError ? (
        <ProblemNote of={verify.error} onRetry={() => mutate()} />
      ) : (
        <Bones rows={3} />
      )}
    </Door>
  );
}

function NotValid() {
  const t = useWords(accountWords);
  const go = useGo();
  return (
    <Door title={t("verifyFailed")} text={t("verifyFailedText")}>
      <div className={styles.row}>
        <Button onClick={() => go("/sign-in")}>{t("signIn")}</Button>
        <Button variant="default" onClick={() => go("/sign-up")}>
          {t("create")}
        </Button>
      </div>
    </Door>
  );
}

function Waiting() {
  const session = useSession();
  const go = useGo();
  const isOpen = session !== null && session.company !== null;
  useEffect(() => {
    if (session === null) go("/sign-in", { replace: true });
    else if (isOpen) go("/", { replace: true });
    else if (session.account.isVerified) go("/companies", { replace: true });
  });
  const leave = async () => {
    await accountsApi.signOut({});
    become(null);
    go("/sign-in", { replace: true });
  };
  if (session === null || isOpen) return null;
  return <CheckMail email={session.account.email} onLeave={() => void leave()} />;
}

/** A link works once: a page that is drawn twice must not ask twice. */
function useOnce(act: () => void): void {
  const [begun] = useState(() => ({ is: false }));
  useEffect(() => {
    if (begun.is) return;
    begun.is = true;
    act();
  }, [begun, act]);
}
