import { Button } from "@mantine/core";
import { useState } from "react";
import { ApiProblem } from "#ui/api.ts";
import { Door } from "#ui/door.tsx";
import { Form } from "#ui/form/form.tsx";
import { PasswordField } from "#ui/form/password-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useGo } from "#ui/link.tsx";
import { useWords } from "#ui/words.ts";
import { accountsApi, become } from "./accounts.client.ts";
import { accountWords } from "./accounts.words.ts";
import styles from "./door-parts.module.css";
import { useLinkToken } from "./link-token.ts";

export function ResetPasswordPage() {
  const t = useWords(accountWords);
  const token = useLinkToken();
  const [isDone, setDone] = useState(false);
  const form = useForm({
    start: { password: "" },
    check: ({ password }) => ({ password: password.length < 12 ? "password.too_short" : null }),
    send: ({ password }) => accountsApi.resetPassword({ token: token ?? "", password }),
    onKept: () => {
      become(null);
      setDone(true);
    },
  });
  const isNotValid =
    token === null ||
    (form.problem instanceof ApiProblem && form.problem.code === "accounts.link.not_valid");
  if (isDone)
    return (
      <After title={t("resetDone")} text={t("resetDoneText")} to="/sign-in" verb={t("signIn")} />
    );
  if (isNotValid)
    return (
      <After
        title={t("resetFailed")}
        text={t("resetFailedText")}
        to="/forgot-password"
        verb={t("sendNew")}
      />
    );
  return (
    <Door title={t("resetTitle")} text={t("resetText")}>
      <Form of={form} guards={false}>
        <PasswordField
          of={form}
          name="password"
          label={t("newPassword")}
          help={t("passwordHelp")}
          autoComplete="new-password"
        />
        <SendButton of={form} fullWidth size="md">
          {t("setPassword")}
        </SendButton>
      </Form>
    </Door>
  );
}

type AfterProps = { title: string; text: string; to: string; verb: string };

function After({ title, text, to, verb }: AfterProps) {
  const go = useGo();
  return (
    <Door title={title} text={text}>
      <div className={styles.row}>
        <Button onClick={() => go(to)}>{verb}</Button>
      </div>
    </Door>
  );
}
