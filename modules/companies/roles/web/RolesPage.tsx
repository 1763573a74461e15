import { Button } from "@mantine/core";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { EditInPlace } from "#ui/edit-in-place.tsx";
import { useGo } from "#ui/link.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useWhyNot } from "#ui/session.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import { useRoleHint, useRoleName } from "../../members/web/role-names.ts";
import { type Role, type RoleList, refOf, rolesApi, useRoles, useTeams } from "./roles.client.ts";
import styles from "./roles.module.css";
import { roleWords } from "./roles.words.ts";

export function RolesPage() {
  const t = useWords(roleWords);
  const go = useGo();
  const roles = useRoles();
  return (
    <SettingsPageFrame<RoleList> of={roles} title={t("settings")} pages={useSettingsPages()}>
      {({ roles: all }) => (
        <>
          <Section
            title={t("own")}
            action={
              <Button variant="default" onClick={() => go("/settings/roles/new?from=member")}>
                {t("new")}
              </Button>
            }
          >
            {all.some(({ id }) => id !== null) ? (
              <RoleTable label={t("own")} rows={all.filter(({ id }) => id !== null)} />
            ) : (
              <p className="k-caption">{t("ownNone")}</p>
            )}
          </Section>
          <Section title={t("builtIn")}>
            <RoleTable label={t("builtIn")} rows={all.filter(({ id }) => id === null)} />
            <p className={styles.text}>{t("rolesText")}</p>
          </Section>
          <Teams />
        </>
      )}
    </SettingsPageFrame>
  );
}

function RoleTable({ label, rows }: { label: string; rows: readonly Role[] }) {
  const t = useWords(roleWords);
  const nameOf = useRoleName();
  const hintOf = useRoleHint();
  const peopleOf = useMemberNames();
  return (
    <Table<Role>
      label={label}
      rows={rows}
      keyOf={refOf}
      to={(role) => `/settings/roles/${refOf(role)}`}
      columns={[
        {
          label: t("role"),
          kind: "name",
          cell: ({ key, name }) => (
            <span className={styles.name}>
              {nameOf(key, name)}
              {hintOf(key) !== undefined && <small>{hintOf(key)}</small>}
            </span>
          ),
        },
        { label: t("people"), kind: "quiet", cell: peopleOf },
      ]}
    />
  );
}

/** Who works with whom: a word of one's own for each member. */
function Teams() {
  const t = useWords(roleWords);
  const teams = useTeams();
  const closed = useWhyNot("companies.members.change_role");
  return (
    <Section title={t("teams")}>
      <Table
        label={t("teams")}
        rows={teams.data?.rows ?? []}
        keyOf={({ id }) => id}
        columns={[
          { label: t("person"), kind: "name", cell: ({ name }) => name },
          {
            label: t("team"),
            cell: ({ id, name, team }) => (
              <EditInPlace
                label={t("teamOf", { name })}
                value={team}
                blocked={closed}
                onSave={async (said) => {
                  await rolesApi.setTeam({ id, team: said });
                  await refresh("companies.members");
                }}
              />
            ),
          },
        ]}
      />
      <p className={styles.text}>{t("teamsText")}</p>
    </Section>
  );
}

/** Who has a role: some names, and how many more. */
export function useMemberNames(): (role: Role) => string {
  const t = useWords(roleWords);
  return ({ memberNames, membersCount }) => {
    if (membersCount === 0) return t("nobody");
    const names = memberNames.join(", ");
    const count = membersCount - memberNames.length;
    return count > 0 ? t("andMore", { names, count }) : names;
  };
}
