import { Checkbox } from "@mantine/core";
import { useRoleName } from "#modules/companies/members/web/role-names.ts";
import { refOf, useRoles } from "#modules/companies/roles/web/roles.client.ts";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { accountWords } from "../../accounts/web/accounts.words.ts";
import { useSettingsPages } from "../../accounts/web/settings-pages.ts";
import { factorsApi, useFactorRules } from "./factors.client.ts";
import styles from "./factors.module.css";
import { factorWords } from "./factors.words.ts";

type Rules = NonNullable<ReturnType<typeof useFactorRules>["data"]>;

/** Of which roles the company wants a second step. */
export function SignInRulesPage() {
  const account = useWords(accountWords);
  return (
    <SettingsPageFrame of={useFactorRules()} title={account("settings")} pages={useSettingsPages()}>
      {(rules) => <RulesForm key={rules.roles.join()} rules={rules} />}
    </SettingsPageFrame>
  );
}

function RulesForm({ rules }: { rules: Rules }) {
  const t = useWords(factorWords);
  const form = useForm({
    start: { roles: [...rules.roles] },
    send: factorsApi.changeRules,
    onKept: () => {
      toast(t("rulesSaved"));
      void refresh("accounts.factors");
    },
  });
  const { roles } = form.values;
  const change = (role: string, isWanted: boolean) =>
    form.set("roles", isWanted ? [...roles, role] : roles.filter((known) => known !== role));
  const { data: known } = useRoles();
  const nameOf = useRoleName();
  const withoutOf = (role: string) => rules.without.find((row) => row.role === role)?.members ?? 0;
  return (
    <Section title={t("rulesTitle")}>
      <p className={styles.quiet}>{t("rulesText")}</p>
      <Form of={form}>
        <div className={styles.roles}>
          {known?.roles.map((role) => (
            <Checkbox
              key={refOf(role)}
              label={nameOf(role.key, role.name)}
              description={
                withoutOf(refOf(role)) === 0
                  ? t("noneOfRole")
                  : t("without", { count: withoutOf(refOf(role)) })
              }
              checked={roles.includes(refOf(role))}
              onChange={({ currentTarget: { checked } }) => change(refOf(role), checked)}
            />
          ))}
        </div>
        <div>
          <SendButton of={form}>{t("rulesSave")}</SendButton>
        </div>
      </Form>
    </Section>
  );
}
