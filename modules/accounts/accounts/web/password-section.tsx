import { Form } from "#ui/form/form.tsx";
import { PasswordField } from "#ui/form/password-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { accountsApi } from "./accounts.client.ts";
import { accountWords } from "./accounts.words.ts";
import styles from "./settings.module.css";

export function PasswordSection() {
  const t = useWords(accountWords);
  const form = useForm({
    start: { current: "", password: "" },
    check: ({ current, password }) => ({
      current: current === "" ? "field.required" : null,
      password: password.length < 12 ? "password.too_short" : null,
    }),
    send: accountsApi.changePassword,
    onKept: () => {
      form.reset({ current: "", password: "" });
      toast(t("passwordChanged"));
      void refresh("accounts.sessions");
    },
  });
  return (
    <Section title={t("passwordTitle")}>
      <p className={styles.text}>{t("passwordText")}</p>
      <Form of={form} guards={false}>
        <PasswordField
          of={form}
          name="current"
          label={t("current")}
          autoComplete="current-password"
        />
        <PasswordField
          of={form}
          name="password"
          label={t("newPassword")}
          help={t("passwordHelp")}
          autoComplete="new-password"
        />
        <div>
          <SendButton of={form} variant="default">
            {t("changePassword")}
          </SendButton>
        </div>
      </Form>
    </Section>
  );
}
