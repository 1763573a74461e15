import { Button, TextInput } from "@mantine/core";
import {
  IconDevicesOff,
  IconLogout,
  IconUserCheck,
  IconUserEdit,
  IconUserMinus,
  IconUserOff,
} from "@tabler/icons-react";
import { useDeferredValue, useState } from "react";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { Bones } from "#ui/bones.tsx";
import { dateText, dayOf } from "#ui/dates.ts";
import { Face } from "#ui/face.tsx";
import { Hidden } from "#ui/hidden.tsx";
import { useGo } from "#ui/link.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { Section } from "#ui/section.tsx";
import { useCalendar, useMay } from "#ui/session.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { Status } from "#ui/status.tsx";
import { Table } from "#ui/table.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { Invitations } from "./invitations.tsx";
import { Invite } from "./invite.tsx";
import {
  DisableDialog,
  EnableDialog,
  EndSessionsDialog,
  RemoveDialog,
  RoleDialog,
} from "./member-dialogs.tsx";
import { type Member, useMembers } from "./members.client.ts";
import styles from "./members.module.css";
import { memberWords } from "./members.words.ts";
import { useRoleName } from "./role-names.ts";

const SEARCH_FROM = 10;

/** Who works in the company, and who is asked to. */
export function MembersPage() {
  const t = useWords(memberWords);
  const mayInvite = useMay("companies.members.invite");
  return (
    <SettingsPageFrame title={t("settings")} pages={useSettingsPages()}>
      <Members />
      {mayInvite ? (
        <Section title={t("invite")}>
          <Invite />
        </Section>
      ) : (
        <Note>{t("onlyAdmins")}</Note>
      )}
      <Section title={t("pending")}>
        <Invitations />
      </Section>
    </SettingsPageFrame>
  );
}

const DIALOGS = {
  role: RoleDialog,
  sessions: EndSessionsDialog,
  disable: DisableDialog,
  enable: EnableDialog,
  remove: RemoveDialog,
};
type Asked = { readonly of: Member; readonly what: keyof typeof DIALOGS };

function Members() {
  const t = useWords(memberWords);
  const [typed, setTyped] = useState("");
  const search = useDeferredValue(typed.trim());
  const [asked, ask] = useState<Asked | null>(null);
  const list = useMembers(search);
  const [first] = list.data?.pages ?? [];
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const AskedDialog = asked === null ? null : DIALOGS[asked.what];
  return (
    <Section
      title={t("members")}
      {...(first === undefined ? {} : { hint: t("membersCount", { count: first.count }) })}
    >
      {(first?.count ?? 0) > SEARCH_FROM && (
        <TextInput
          className={styles.search ?? ""}
          aria-label={t("search")}
          placeholder={t("search")}
          value={typed}
          onChange={({ currentTarget: { value } }) => setTyped(value)}
        />
      )}
      {list.isPending && <Bones as="list" />}
      <ProblemNote of={list.error} onRetry={() => void list.refetch()} />
      {first !== undefined && rows.length === 0 && <p>{t("noneFound")}</p>}
      {rows.length > 0 && <MembersTable rows={rows} ask={ask} />}
      {list.hasNextPage && (
        <Button
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("more")}
        </Button>
      )}
      {asked !== null && AskedDialog !== null && (
        <AskedDialog of={asked.of} onClose={() => ask(null)} />
      )}
    </Section>
  );
}

function MembersTable({ rows, ask }: { rows: readonly Member[]; ask: (asked: Asked) => void }) {
  const t = useWords(memberWords);
  const roleName = useRoleName();
  return (
    <Table
      label={t("members")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { label: t("name"), kind: "name", cell: (row) => <Who of={row} /> },
        { label: t("role"), cell: (row) => roleName(row.role, row.roleName), phone: "under" },
        {
          label: t("twoStep"),
          cell: ({ isTwoStepOn }) => (
            <Status tone={isTwoStepOn ? "good" : "quiet"}>{t(isTwoStepOn ? "on" : "off")}</Status>
          ),
        },
        { label: t("joined"), kind: "quiet", cell: ({ joinedAt }) => <Joined at={joinedAt} /> },
        {
          label: t("lastSeen"),
          kind: "quiet",
          cell: ({ lastSeenAt }) => (lastSeenAt === null ? t("longAgo") : <When at={lastSeenAt} />),
        },
        {
          label: <Hidden>{t("actions")}</Hidden>,
          kind: "number",
          cell: (row) => <Verbs of={row} ask={ask} />,
        },
      ]}
    />
  );
}

function Joined({ at }: { at: string }) {
  const calendar = useCalendar();
  return dateText(dayOf(at, calendar.zone), calendar);
}

function Who({ of: { name, email, isYou, disabledAt } }: { of: Member }) {
  const t = useWords(memberWords);
  return (
    <span className={styles.who}>
      <Face name={name} size={24} />
      <span>
        {name}
        {isYou && <span className={styles.you}> ({t("you")})</span>}
        {disabledAt !== null && <span className={styles.you}> · {t("disabled")}</span>}
        <small>{email}</small>
      </span>
    </span>
  );
}

function Verbs({ of, ask }: { of: Member; ask: (asked: Asked) => void }) {
  const t = useWords(memberWords);
  const go = useGo();
  const mayEndSessions = useMay("accounts.sessions.end");
  const change = {
    label: t("changeRole"),
    icon: <IconUserEdit size={16} stroke={1.6} />,
    blocked: of.blocked.changeRole,
    onClick: () => ask({ of, what: "role" }),
  };
  if (of.isYou) {
    const leave = {
      label: t("leave"),
      icon: <IconLogout size={16} stroke={1.6} />,
      onClick: () => go("/companies"),
    };
    return <More label={t("verbs", { name: of.name })} items={[change, leave]} />;
  }
  const others = [
    ...(mayEndSessions
      ? [
          {
            label: t("endSessions"),
            icon: <IconDevicesOff size={16} stroke={1.6} />,
            onClick: () => ask({ of, what: "sessions" }),
          },
        ]
      : []),
    of.disabledAt === null
      ? {
          label: t("disable"),
          icon: <IconUserOff size={16} stroke={1.6} />,
          blocked: of.blocked.disable,
          onClick: () => ask({ of, what: "disable" }),
        }
      : {
          label: t("enable"),
          icon: <IconUserCheck size={16} stroke={1.6} />,
          blocked: of.blocked.enable,
          onClick: () => ask({ of, what: "enable" }),
        },
    {
      label: t("remove"),
      icon: <IconUserMinus size={16} stroke={1.6} />,
      blocked: of.blocked.remove,
      isDanger: true,
      onClick: () => ask({ of, what: "remove" }),
    },
  ];
  return <More label={t("verbs", { name: of.name })} items={[change, ...others]} />;
}
