import { useGo } from "#ui/link.tsx";
import { Page } from "#ui/page.tsx";
import { refresh } from "#ui/query.ts";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { useRoleName } from "../../members/web/role-names.ts";
import { RoleForm } from "./role-form.tsx";
import { refOf, rolesApi, useRoles } from "./roles.client.ts";
import { roleWords } from "./roles.words.ts";

/** A role of one's own, begun as a copy of another. */
export function NewRolePage() {
  const t = useWords(roleWords);
  const go = useGo();
  const [url] = useUrl();
  const roles = useRoles();
  const nameOf = useRoleName();
  const all = roles.data?.roles ?? [];
  const from =
    all.find((one) => refOf(one) === url["from"]) ?? all.find(({ key }) => key === "viewer");
  const name = from === undefined ? "" : nameOf(from.key, from.name);
  return (
    <Page
      of={roles}
      fit="narrow"
      crumb={{ to: "/settings/roles", label: t("roles") }}
      title={t("newFrom", { name })}
    >
      {({ permissions }) =>
        from !== undefined && (
          <RoleForm
            permissions={permissions}
            start={{ name: t("copyOf", { name }), rules: mineOf(from.rules) }}
            send={(said) => rolesApi.create(said)}
            onKept={(role) => {
              void refresh("companies.roles");
              go(`/settings/roles/${refOf(role)}`);
            }}
          />
        )
      }
    </Page>
  );
}

/** What stays with Admins is not copied. */
const mineOf = (rules: Parameters<typeof rolesApi.create>[0]["rules"]) => ({
  ...rules,
  allow: rules.allow.filter(({ on }) => on !== "companies.roles.write"),
});
