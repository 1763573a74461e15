import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { Section } from "#ui/section.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { useWords } from "#ui/words.ts";
import { useRoleName } from "../../members/web/role-names.ts";
import { matrixOf, RoleMatrix, RoleSees } from "./role-matrix.tsx";
import { useMyRole } from "./roles.client.ts";
import { roleWords } from "./roles.words.ts";

type Mine = NonNullable<ReturnType<typeof useMyRole>["data"]>;

/** What the person who looks may do, and who can change that. */
export function MyRolePage() {
  const t = useWords(roleWords);
  const nameOf = useRoleName();
  return (
    <SettingsPageFrame<Mine> of={useMyRole()} title={t("settings")} pages={useSettingsPages()}>
      {({ role, rules, adminNames }) => (
        <>
          <Section title={t("myRole")}>
            <p>
              {t("yourRole", { name: nameOf(role.key, role.name) })}{" "}
              {t("whoCan", { names: adminNames.join(", ") })}
            </p>
          </Section>
          <RoleMatrix
            permissions={rules.allow.map(({ on, scope }) => ({
              name: on,
              isScoped: scope !== "all",
            }))}
            of={matrixOf({ ...rules, deny: [] })}
          />
          <RoleSees of={rules.sees} />
        </>
      )}
    </SettingsPageFrame>
  );
}
