import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useEffect } from "react";
import { accountsApi, become } from "#modules/accounts/accounts/web/accounts.client.ts";
import { Door } from "#ui/door.tsx";
import { useGo } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useSession } from "#ui/session.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { closingApi } from "./closing.client.ts";
import styles from "./closing.module.css";
import { closingWords } from "./closing.words.ts";

/** Where somebody lands who closed their account: it can be opened again, and nothing else. */
export function ClosedPage() {
  const t = useWords(closingWords);
  const go = useGo();
  const session = useSession();
  const closesAt = session?.account.closesAt ?? null;
  const isStranger = session === null;
  useEffect(() => {
    if (closesAt === null) go(isStranger ? "/sign-in" : "/", { replace: true });
  }, [closesAt, isStranger, go]);
  const reopen = useMutation({
    mutationFn: () => closingApi.reopen({}),
    onSuccess: () => location.assign("/"),
  });
  const leave = async () => {
    await accountsApi.signOut({});
    become(null);
    go("/sign-in", { replace: true });
  };
  if (closesAt === null) return null;
  return (
    <Door
      title={t("closedTitle")}
      text={t.rich("closedText", { when: <When key="when" at={closesAt} as="full" /> })}
    >
      <div className={styles.stack}>
        <ProblemNote of={reopen.error} />
        <div className={styles.verbs}>
          <Button loading={reopen.isPending} onClick={() => reopen.mutate()}>
            {t("reopen")}
          </Button>
          <Button variant="subtle" onClick={() => void leave()}>
            {t("signOut")}
          </Button>
        </div>
      </div>
    </Door>
  );
}
