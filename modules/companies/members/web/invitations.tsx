import { IconMailForward, IconX } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Bones } from "#ui/bones.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { More } from "#ui/more.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { Status, type Tone } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { type Invitation, invitationsApi, useInvitations } from "./members.client.ts";
import styles from "./members.module.css";
import { memberWords } from "./members.words.ts";
import { useRoleName } from "./role-names.ts";

const TONES: Record<Invitation["state"], Tone> = {
  open: "accent",
  expired: "warn",
  refused: "bad",
  accepted: "good",
  revoked: "quiet",
};

/** Who is asked and has not answered, and who refused lately. */
export function Invitations() {
  const t = useWords(memberWords);
  const roleName = useRoleName();
  const list = useInvitations();
  const rows = list.data?.rows ?? [];
  if (list.isPending) return <Bones as="list" rows={2} />;
  if (list.isError) return <ProblemNote of={list.error} onRetry={() => void list.refetch()} />;
  if (rows.length === 0) return <p className={styles.quiet}>{t("pendingNone")}</p>;
  return (
    <Table
      label={t("pending")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t("emails"),
          kind: "name",
          cell: ({ email, inviterName }) => (
            <>
              {email}
              <small>{t("by", { name: inviterName })}</small>
            </>
          ),
        },
        { label: t("role"), cell: ({ role, roleName: name }) => roleName(role, name) },
        { label: t("state"), cell: (row) => <State of={row} />, phone: "under" },
        { label: t("sent"), kind: "quiet", cell: ({ sentAt }) => <When at={sentAt} /> },
        {
          label: <Hidden>{t("actions")}</Hidden>,
          kind: "number",
          cell: (row) => <Verbs of={row} />,
        },
      ]}
    />
  );
}

function State({ of: { state, expiresAt, answer } }: { of: Invitation }) {
  const t = useWords(memberWords);
  return (
    <>
      <Status tone={TONES[state]}>{t(`state.${state}`)}</Status>
      {state === "open" && (
        <small>{t.rich("until", { when: <When key="until" at={expiresAt} /> })}</small>
      )}
      {answer !== null && <small>{t("answered", { answer })}</small>}
    </>
  );
}

function Verbs({ of }: { of: Invitation }) {
  const t = useWords(memberWords);
  const { id, email, blocked } = of;
  const done = (said: string) => {
    void refresh("companies.members");
    toast(said);
  };
  const resend = useMutation({
    mutationFn: () => invitationsApi.resend({ id }),
    onSuccess: () => done(t("resent", { email })),
  });
  const revoke = useMutation({
    mutationFn: () => invitationsApi.revoke({ id }),
    onSuccess: () => done(t("revoked", { email })),
  });
  return (
    <>
      <More
        label={t("verbs", { name: email })}
        items={[
          {
            label: t("resend"),
            icon: <IconMailForward size={16} stroke={1.6} />,
            blocked: blocked.resend,
            onClick: () => resend.mutate(),
          },
          {
            label: t("revoke"),
            icon: <IconX size={16} stroke={1.6} />,
            blocked: blocked.revoke,
            isDanger: true,
            onClick: () => revoke.mutate(),
          },
        ]}
      />
      <ProblemNote of={resend.error ?? revoke.error} />
    </>
  );
}
