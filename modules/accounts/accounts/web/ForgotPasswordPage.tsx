import { Button } from "@mantine/core";
import { useState } from "react";
import { Door } from "#ui/door.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Link } from "#ui/link.tsx";
import { useWords } from "#ui/words.ts";
import { accountsApi, useSignUpChoices } from "./accounts.client.ts";
import { accountWords } from "./accounts.words.ts";
import styles from "./door-parts.module.css";

export function ForgotPasswordPage() {
  const t = useWords(accountWords);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    start: { email: "" },
    check: ({ email }) => ({ email: email.trim() === "" ? "field.required" : null }),
    send: accountsApi.forgotPassword,
    onKept: (_done, { email }) => setSentTo(email),
  });
  if (sentTo !== null) return <Sent email={sentTo} />;
  return (
    <Door title={t("forgotTitle")} text={t("forgotText")}>
      <Form of={form} guards={false}>
        <TextField
          of={form}
          name="email"
          label={t("emailPlain")}
          type="email"
          autoComplete="username"
          autoFocus
        />
        <SendButton of={form} fullWidth size="md">
          {t("sendLink")}
        </SendButton>
      </Form>
      <p className={styles.after}>
        <Link to="/sign-in">{t("backToSignIn")}</Link>
      </p>
    </Door>
  );
}

function Sent({ email }: { email: string }) {
  const t = useWords(accountWords);
  const { data: choices } = useSignUpChoices();
  return (
    <Door title={t("checkTitle")} text={t.rich("forgotSent", { email: <strong>{email}</strong> })}>
      <div className={styles.stack}>
        {choices?.mailboxUrl != null && (
          <Button
            component="a"
            className={styles.verb}
            href={choices.mailboxUrl}
            target="_blank"
            rel="noopener"
          >
            {t("openMailbox")}
          </Button>
        )}
        <p>
          <Link to="/sign-in">{t("backToSignIn")}</Link>
        </p>
      </div>
    </Door>
  );
}
