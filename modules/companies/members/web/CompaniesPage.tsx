import { Button } from "@mantine/core";
import { IconLogout } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { accountsApi, become } from "#modules/accounts/accounts/web/accounts.client.ts";
import { Bones } from "#ui/bones.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { Door } from "#ui/door.tsx";
import { useGo } from "#ui/link.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useSession } from "#ui/session.tsx";
import { Mark } from "#ui/shell/mark.tsx";
import { When } from "#ui/when.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { companiesWords } from "./companies-page.words.ts";
import styles from "./members.module.css";
import {
  beginAnew,
  type Membership,
  type Memberships,
  membershipsApi,
  membershipsQuery,
  switchTo,
} from "./memberships.client.ts";
import { useRoleName } from "./role-names.ts";

const WAITING_MS = 15_000;
const isClosed = ({ whyNotOpen }: Membership): boolean => whyNotOpen !== null;

/** A person's companies; and where somebody lands who belongs to none (any more). */
export function CompaniesPage() {
  const t = useWords(companiesWords);
  const go = useGo();
  const session = useSession();
  const isStranger = session === null || !session.account.isVerified;
  const hasClosed = session !== null && session.account.closesAt !== null;
  useEffect(() => {
    if (hasClosed) go("/closed", { replace: true });
    else if (isStranger) go(session === null ? "/sign-in" : "/verify", { replace: true });
  }, [isStranger, hasClosed, session, go]);
  const list = useQuery({
    ...membershipsQuery,
    enabled: !isStranger && !hasClosed,
    // No live line without a company: whoever waits to be let in again sees it within seconds, or when they come back.
    refetchOnWindowFocus: "always",
    refetchInterval: ({ state }) => state.data?.rows.some(isClosed) && WAITING_MS,
  });
  if (isStranger || hasClosed) return null;
  const hasNone = list.data?.rows.length === 0;
  const leave = async () => {
    await accountsApi.signOut({});
    become(null);
    go("/sign-in", { replace: true });
  };
  return (
    <Door
      title={t(hasNone ? "noneTitle" : "title")}
      text={hasNone ? t("noneText", { email: session.account.email }) : t("text")}
    >
      <div className={styles.stack}>
        <ProblemNote of={list.error} onRetry={() => void list.refetch()} />
        {list.data === undefined ? <Bones rows={3} /> : <Companies of={list.data} />}
        <div className={styles.verbs}>
          <Button variant="default" onClick={() => go("/companies/new")}>
            {t("another")}
          </Button>
          <Button variant="subtle" onClick={() => void leave()}>
            {t("signOut")}
          </Button>
        </div>
      </div>
    </Door>
  );
}

function Companies({ of: { rows, departed } }: { of: Memberships }) {
  const t = useWords(companiesWords);
  const [last] = departed;
  return (
    <>
      {last !== undefined && (
        <Note>
          {t.rich(last.how, { company: last.name, when: <When key="when" at={last.at} /> })}
          {last.how === "removed" && <div className="k-caption">{t("removedHelp")}</div>}
        </Note>
      )}
      {rows.length > 0 && (
        <ul className={styles.companies}>
          {rows.map((row) => (
            <Row key={row.id} of={row} />
          ))}
        </ul>
      )}
    </>
  );
}

function Row({
  of: { id, name, role, roleName, isCurrent, whyNotOpen, whyNotLeave },
}: {
  of: Membership;
}) {
  const t = useWords(companiesWords);
  const nameOf = useRoleName();
  const reason = useReason();
  const [isAsked, ask] = useState(false);
  const company = name;
  return (
    <li>
      <Mark name={name} />
      <span className={styles.company}>
        {name}
        <small>
          {nameOf(role, roleName)}
          {isCurrent && ` · ${t("here")}`}
          {whyNotOpen !== null && ` · ${reason(whyNotOpen)}`}
        </small>
      </span>
      {whyNotOpen === null && (
        <Button
          variant={isCurrent ? "default" : "filled"}
          aria-label={t("openNamed", { company })}
          onClick={() => (isCurrent ? beginAnew() : void switchTo(id))}
        >
          {t("open")}
        </Button>
      )}
      <More
        label={t("verbs", { company })}
        items={[
          {
            label: t("leave"),
            icon: <IconLogout size={16} stroke={1.6} />,
            blocked: whyNotLeave,
            isDanger: true,
            onClick: () => ask(true),
          },
        ]}
      />
      <Dialog
        isOpen={isAsked}
        onClose={() => ask(false)}
        title={t("leaveTitle", { company })}
        verb={t("leaveDo", { company })}
        isDanger
        onDo={async () => {
          await membershipsApi.leave({ id });
          location.assign("/companies");
        }}
      >
        <p>{t("leaveText")}</p>
      </Dialog>
    </li>
  );
}
