import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { accountsApi, become } from "#modules/accounts/accounts/web/accounts.client.ts";
import { useLinkToken } from "#modules/accounts/accounts/web/link-token.ts";
import { ApiProblem } from "#ui/api.ts";
import { Bones } from "#ui/bones.tsx";
import { dateText, dayOf } from "#ui/dates.ts";
import { Door } from "#ui/door.tsx";
import { useGo } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useCalendar, useSession } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { AcceptButton, JoinForm, RefuseButton } from "./answering.tsx";
import { invitationWords } from "./invitation.words.ts";
import { type Look, lookQuery } from "./members.client.ts";
import styles from "./members.module.css";
import { useRoleName } from "./role-names.ts";

/** Kept while somebody signs in on the way: it is in no address, and goes with the window. */
let held: string | null = null;

/** Where the link of the mail leads: who asks into what, and the two answers. */
export function InvitationPage() {
  const t = useWords(invitationWords);
  const brought = useLinkToken();
  held = brought ?? held;
  const [isRefused, setRefused] = useState<string | null>(null);
  if (held === null) return <Closed title={t("notValidTitle")} text={t("noTokenText")} />;
  if (isRefused !== null)
    return (
      <Door title={t("refusedTitle")} text={t("refusedText", { inviter: isRefused })}>
        {null}
      </Door>
    );
  return <Looked key={held} token={held} onRefused={setRefused} />;
}

type LookedProps = { token: string; onRefused: (inviter: string) => void };

function Looked({ token, onRefused }: LookedProps) {
  const t = useWords(invitationWords);
  const look = useQuery(lookQuery(token));
  if (look.data === undefined && look.error === null)
    return (
      <Door title={t("looking")}>
        <Bones rows={3} />
      </Door>
    );
  if (look.data === undefined) {
    const isGone = look.error instanceof ApiProblem && look.error.kind === "refused";
    if (isGone) return <Closed title={t("notValidTitle")} text={t("notValidText")} />;
    return (
      <Door title={t("looking")}>
        <ProblemNote of={look.error} onRetry={() => void look.refetch()} />
      </Door>
    );
  }
  const { state, inviterName: inviter, companyName: company } = look.data;
  if (state !== "open")
    return <Closed title={t(`${state}.title`)} text={t(`${state}.text`, { inviter, company })} />;
  return <Open token={token} of={look.data} onRefused={() => onRefused(inviter)} />;
}

function Closed({ title, text }: { title: string; text: string }) {
  const t = useWords(invitationWords);
  const go = useGo();
  const session = useSession();
  return (
    <Door title={title} text={text}>
      {session === null && <Button onClick={() => go("/sign-in")}>{t("goSignIn")}</Button>}
    </Door>
  );
}

type OpenProps = { token: string; of: Look; onRefused: () => void };

function Open({ token, of, onRefused }: OpenProps) {
  const t = useWords(invitationWords);
  const roleName = useRoleName();
  const calendar = useCalendar();
  const { inviterName: inviter, companyName: company, email } = of;
  return (
    <Door
      title={t("title", { inviter, company })}
      text={t.rich("text", {
        role: <strong key="role">{roleName(of.role, of.roleName)}</strong>,
        email: <strong key="email">{email}</strong>,
        until: dateText(dayOf(of.expiresAt, calendar.zone), calendar),
      })}
    >
      <div className={styles.stack}>
        <Way token={token} of={of} />
        <RefuseButton token={token} inviter={inviter} onRefused={onRefused} />
      </div>
    </Door>
  );
}

function Way({ token, of }: Omit<OpenProps, "onRefused">) {
  const t = useWords(invitationWords);
  const go = useGo();
  const session = useSession();
  const { email, companyName: company } = of;
  const signIn = () => go("/sign-in?to=/invitation");
  const signOut = async () => {
    await accountsApi.signOut({});
    become(null);
    signIn();
  };
  if (of.way === "ready") return <AcceptButton token={token} email={email} />;
  if (of.way === "new_account") return <JoinForm token={token} company={company} />;
  if (of.way === "sign_in" || session === null)
    return (
      <>
        <p>{t("signInText", { email })}</p>
        <Button onClick={signIn}>{t("signIn")}</Button>
      </>
    );
  return (
    <>
      <p>{t("otherText", { other: session.account.email, email })}</p>
      <Button onClick={() => void signOut()}>{t("signOut")}</Button>
    </>
  );
}
