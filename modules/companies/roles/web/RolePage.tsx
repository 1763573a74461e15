import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { Dialog } from "#ui/dialog.tsx";
import { useGo, useParam } from "#ui/link.tsx";
import { More } from "#ui/more.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { cache, refresh } from "#ui/query.ts";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { useRoleName } from "../../members/web/role-names.ts";
import { useMemberNames } from "./RolesPage.tsx";
import { RoleForm } from "./role-form.tsx";
import { matrixOf, RoleMatrix, RoleSees } from "./role-matrix.tsx";
import { type Role, refOf, rolesApi, useRoles } from "./roles.client.ts";
import styles from "./roles.module.css";
import { roleWords } from "./roles.words.ts";

/** A role: the five as they are, one's own to change. */
export function RolePage() {
  const t = useWords(roleWords);
  const go = useGo();
  const ref = useParam("role");
  const roles = useRoles();
  const nameOf = useRoleName();
  const peopleOf = useMemberNames();
  const role = roles.data?.roles.find((one) => refOf(one) === ref);
  const [isRemoving, setRemoving] = useState(false);
  if (roles.data !== undefined && role === undefined) return <Gone />;
  const name = role === undefined ? "" : nameOf(role.key, role.name);
  return (
    <Page
      of={roles}
      fit="narrow"
      crumb={{ to: "/settings/roles", label: t("roles") }}
      title={name}
      actions={role !== undefined && <Verbs of={role} onRemove={() => setRemoving(true)} />}
    >
      {({ permissions }) =>
        role !== undefined && (
          <>
            <p className="k-caption">
              {t("people")}: {peopleOf(role)}
            </p>
            {role.blocked.change === null && role.id !== null ? (
              <RoleForm
                key={role.id}
                version={role.version}
                permissions={permissions}
                start={{ name, rules: role.rules }}
                send={(said, version) => rolesApi.change({ id: role.id ?? "", version, ...said })}
                onKept={() => void refresh("companies.roles")}
              />
            ) : (
              <>
                {role.id === null && (
                  <div className={styles.fixed}>
                    <Note>{t("fixed")}</Note>
                  </div>
                )}
                <RoleMatrix permissions={permissions} of={matrixOf(role.rules)} />
                <RoleSees of={role.rules.sees} />
              </>
            )}
            <Dialog
              isOpen={isRemoving}
              onClose={() => setRemoving(false)}
              title={t("removeTitle", { name })}
              verb={t("remove")}
              isDanger
              onDo={async () => {
                await rolesApi.remove({ id: role.id ?? "", version: role.version });
                toast(t("removed"));
                go("/settings/roles");
                await refresh("companies.roles");
              }}
            >
              {t("removeText")}
            </Dialog>
          </>
        )
      }
    </Page>
  );
}

function Verbs({ of, onRemove }: { of: Role; onRemove: () => void }) {
  const t = useWords(roleWords);
  const go = useGo();
  const look = async () => {
    await rolesApi.view({ role: refOf(of) });
    go("/");
    // Everything that was shown was shown with other rights.
    cache.clear();
  };
  return (
    <>
      <More
        items={[
          { label: t("copy"), onClick: () => go(`/settings/roles/new?from=${refOf(of)}`) },
          ...(of.id === null
            ? []
            : [
                {
                  label: t("remove"),
                  onClick: onRemove,
                  isDanger: true,
                  blocked: of.blocked.remove,
                },
              ]),
        ]}
      />
      <ActionButton variant="default" blocked={of.blocked.view} onClick={() => void look()}>
        {t("view")}
      </ActionButton>
    </>
  );
}

function Gone() {
  const t = useWords(roleWords);
  return (
    <Page title={t("role")} crumb={{ to: "/settings/roles", label: t("roles") }} fit="narrow">
      <Note tone="warn">{t("companies.role.unknown")}</Note>
    </Page>
  );
}
