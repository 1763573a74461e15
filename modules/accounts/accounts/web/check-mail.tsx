import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { Door } from "#ui/door.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useWords } from "#ui/words.ts";
import { accountsApi, useEnter, useSignUpChoices } from "./accounts.client.ts";
import { accountWords } from "./accounts.words.ts";
import styles from "./door-parts.module.css";

type Props = {
  email: string;
  company?: string | undefined;
  /** Where somebody is signed in with the address that waits. */
  onLeave?: (() => void) | undefined;
};

/** After signing up: the link is in the mailbox. Opened in another tab, this one goes along. */
export function CheckMail({ email, company, onLeave }: Props) {
  const t = useWords(accountWords);
  const { data: choices } = useSignUpChoices();
  const again = useMutation({ mutationFn: () => accountsApi.resendVerification({ email }) });
  useEnterOnceVerified();
  const to = <strong>{email}</strong>;
  return (
    <Door
      title={t("checkTitle")}
      text={
        company === undefined
          ? t.rich("checkTextPlain", { email: to })
          : t.rich("checkText", { email: to, company: <strong>{company}</strong> })
      }
    >
      <div className={styles.stack}>
        {choices?.mailboxUrl != null && (
          <div className={styles.mailbox}>
            <Button
              component="a"
              className={styles.verb}
              href={choices.mailboxUrl}
              target="_blank"
              rel="noopener"
            >
              {t("openMailbox")}
            </Button>
            <p>{t("mailboxHelp")}</p>
          </div>
        )}
        <p className={styles.quiet}>{t("checkHelp")}</p>
        <ProblemNote of={again.error} />
        <div className={styles.row}>
          <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            {t("sendAgain")}
          </Button>
          {onLeave !== undefined && (
            <Button variant="subtle" onClick={onLeave}>
              {t("otherAccount")}
            </Button>
          )}
        </div>
        <p className={styles.quiet} role="status">
          {again.isSuccess && t("sentAgain", { email })}
        </p>
      </div>
    </Door>
  );
}

/** The other tab has the cookie too: coming back to this one finds the company made. */
function useEnterOnceVerified(): void {
  const enter = useEnter();
  useEffect(() => {
    const look = async () => {
      const me = await accountsApi.me({}).catch(() => null);
      if (me !== null && me.company !== null) enter(me);
    };
    const onFocus = () => void look();
    window.addEventListener("focus", onFocus);
    return () => window.removeEventListener("focus", onFocus);
  });
}
