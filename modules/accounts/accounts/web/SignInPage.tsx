import { lazy, Suspense, useState } from "react";
import { Door } from "#ui/door.tsx";
import { Form } from "#ui/form/form.tsx";
import { PasswordField } from "#ui/form/password-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Link } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { useUrl } from "#ui/url-state.ts";
import { useWords } from "#ui/words.ts";
import { accountsApi, useEnter } from "./accounts.client.ts";
import { accountWords } from "./accounts.words.ts";
import styles from "./door-parts.module.css";

/** Fetched by those who have one. */
const SecondStep = lazy(() =>
  import("../../factors/web/second-step.tsx").then((file) => ({ default: file.SecondStep })),
);

export function SignInPage() {
  const t = useWords(accountWords);
  const [{ to, ended }] = useUrl();
  const enter = useEnter();
  const [ticket, setTicket] = useState<string | null>(null);
  const form = useForm({
    start: { email: "", password: "" },
    check: ({ email, password }) => ({
      email: email.trim() === "" ? "field.required" : null,
      password: password === "" ? "field.required" : null,
    }),
    send: accountsApi.signIn,
    onKept: (answer) => {
      if ("ticket" in answer) setTicket(answer.ticket);
      else enter(answer, to);
    },
  });
  const startOver = () => {
    form.reset({ email: form.values.email, password: "" });
    setTicket(null);
  };
  if (ticket !== null)
    return (
      <Suspense>
        <SecondStep ticket={ticket} onEntered={(me) => enter(me, to)} onStartOver={startOver} />
      </Suspense>
    );
  return (
    <Door title={t("signInTitle")}>
      {ended !== undefined && (
        <div role="status" className={styles.ended}>
          <Note>{t("sessionEnded")}</Note>
        </div>
      )}
      <Form of={form} guards={false}>
        <TextField
          of={form}
          name="email"
          label={t("emailPlain")}
          type="email"
          autoComplete="username"
          autoFocus
        />
        <PasswordField
          of={form}
          name="password"
          label={t("password")}
          autoComplete="current-password"
        />
        <SendButton of={form} fullWidth size="md">
          {t("signIn")}
        </SendButton>
      </Form>
      <p className={styles.after}>
        <Link to="/forgot-password">{t("forgot")}</Link>
        <span>{t.rich("noAccount", { signUp: <Link to="/sign-up">{t("signUp")}</Link> })}</span>
      </p>
    </Door>
  );
}
