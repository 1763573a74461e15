import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Received } from "#ui/api.ts";
import { ApiProblem } from "#ui/api.ts";
import { Bones } from "#ui/bones.tsx";
import { Door } from "#ui/door.tsx";
import { useGo } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { useWords } from "#ui/words.ts";
import styles from "../../accounts/web/door-parts.module.css";
import { useLinkToken } from "../../accounts/web/link-token.ts";
import type { emails } from "../emails.contract.ts";
import { emailsApi } from "./emails.client.ts";
import { emailWords } from "./emails.words.ts";

/** Where the links of both mails lead. Nothing is decided by opening it: programs open links too. */
export function ChangeEmailPage() {
  const token = useLinkToken();
  return token === null ? <NotValid /> : <Asking key={token} token={token} />;
}

type Look = Received<typeof emails.look>;

function Asking({ token }: { token: string }) {
  const t = useWords(emailWords);
  const look = useQuery({
    queryKey: ["accounts.emails", "look", token],
    queryFn: ({ signal }) => emailsApi.look({ token }, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (look.data !== undefined) return <Deciding token={token} look={look.data} />;
  if (isNotValid(look.error)) return <NotValid />;
  return (
    <Door title={t("pageTitle")}>
      {look.isError ? (
        <ProblemNote of={look.error} onRetry={() => void look.refetch()} />
      ) : (
        <Bones rows={3} />
      )}
    </Door>
  );
}

function Deciding({ token, look }: { token: string; look: Look }) {
  const t = useWords(emailWords);
  const known = () => void refresh("accounts.emails", "accounts.me");
  const agree = useMutation({ mutationFn: () => emailsApi.confirm({ token }), onSuccess: known });
  const refuse = useMutation({ mutationFn: () => emailsApi.refuse({ token }), onSuccess: known });
  const to = <strong>{look.to}</strong>;
  if (agree.isSuccess)
    return agree.data.isChanged ? (
      <After
        title={t("changedTitle")}
        text={t.rich("changedText", { to })}
        to="/"
        verb="toKaunter"
      />
    ) : (
      <After title={t("agreedTitle")} text={t("agreedText")} to="/" verb="toKaunter" />
    );
  if (refuse.isSuccess)
    return (
      <After
        title={t("refusedTitle")}
        text={t("refusedText")}
        to="/forgot-password"
        verb="newPassword"
      />
    );
  const problem = agree.error ?? refuse.error;
  if (isNotValid(problem)) return <NotValid />;
  const question = t.rich(look.isOld ? "askOld" : "askNew", {
    from: <strong>{look.from}</strong>,
    to,
  });
  return (
    <Door title={t("pageTitle")} text={question}>
      <ProblemNote of={problem} />
      <div className={styles.row}>
        <Button loading={agree.isPending} onClick={() => agree.mutate()}>
          {t("agree")}
        </Button>
        {look.isOld && (
          <Button variant="default" loading={refuse.isPending} onClick={() => refuse.mutate()}>
            {t("refuse")}
          </Button>
        )}
      </div>
    </Door>
  );
}

const isNotValid = (problem: unknown): boolean =>
  problem instanceof ApiProblem && problem.code === "accounts.link.not_valid";

function NotValid() {
  const t = useWords(emailWords);
  return <After title={t("notValidTitle")} text={t("notValidText")} to="/" verb="toKaunter" />;
}

type AfterProps = { title: string; text: ReactNode; to: string; verb: "toKaunter" | "newPassword" };

function After({ title, text, to, verb }: AfterProps) {
  const t = useWords(emailWords);
  const go = useGo();
  return (
    <Door title={title} text={text}>
      <div className={styles.row}>
        <Button onClick={() => go(to)}>{t(verb)}</Button>
      </div>
    </Door>
  );
}
