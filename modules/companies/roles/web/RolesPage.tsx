import { Button } from "@mantine/core";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { useGo } from "#ui/link.tsx";
import { Section } from "#ui/section.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { Table } from "#ui/table.tsx";
import { useWords } from "#ui/words.ts";
import { useRoleHint, useRoleName } from "../../members/web/role-names.ts";
import { type Role, type RoleList, refOf, useRoles } from "./roles.client.ts";
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
            <p className="k-caption">{t("rolesText")}</p>
          </Section>
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
