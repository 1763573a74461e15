import { Button, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "#ui/dialog.tsx";
import { CheckField } from "#ui/form/check-field.tsx";
import { Form } from "#ui/form/form.tsx";
import { PasswordField } from "#ui/form/password-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Link } from "#ui/link.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { invitationWords } from "./invitation.words.ts";
import { invitedApi } from "./members.client.ts";
import styles from "./members.module.css";
import { beginAnew } from "./memberships.client.ts";

export function AcceptButton({ token, email }: { token: string; email: string }) {
  const t = useWords(invitationWords);
  const accept = useMutation({
    mutationFn: () => invitedApi.accept({ token }),
    onSuccess: beginAnew,
  });
  return (
    <>
      <Button size="md" loading={accept.isPending} onClick={() => accept.mutate()}>
        {t("acceptAs", { email })}
      </Button>
      <ProblemNote of={accept.error} />
    </>
  );
}

/** Somebody new: no mail to wait for, no company to make. */
export function JoinForm({ token, company }: { token: string; company: string }) {
  const t = useWords(invitationWords);
  const locale = useLanguage();
  const form = useForm({
    start: { name: "", password: "", isAdult: false as boolean },
    check: ({ name, password, isAdult }) => ({
      name: name.trim() === "" ? "field.required" : null,
      password: password.length < 12 ? "password.too_short" : null,
      isAdult: isAdult ? null : "accounts.account.not_adult",
    }),
    send: ({ name, password, isAdult }) =>
      invitedApi.join({
        token,
        name,
        password,
        locale,
        isAdult: isAdult as true,
        acceptsTerms: isAdult as true,
      }),
    onKept: beginAnew,
  });
  const terms = (
    <Link key="terms" to="/terms" target="_blank" className={styles.inSentence}>
      {t("terms")}
    </Link>
  );
  return (
    <Form of={form} guards={false}>
      <p className={styles.quiet}>{t("newText")}</p>
      <TextField of={form} name="name" label={t("name")} autoComplete="name" autoFocus />
      <PasswordField
        of={form}
        name="password"
        label={t("password")}
        help={t("passwordHelp")}
        autoComplete="new-password"
      />
      <CheckField of={form} name="isAdult" label={t.rich("agree", { terms })} />
      <SendButton of={form} fullWidth size="md">
        {t("join", { company })}
      </SendButton>
    </Form>
  );
}

type RefuseProps = { token: string; inviter: string; onRefused: () => void };

export function RefuseButton({ token, inviter, onRefused }: RefuseProps) {
  const t = useWords(invitationWords);
  const [isAsked, ask] = useState(false);
  const [answer, setAnswer] = useState("");
  return (
    <>
      <div>
        <Button variant="default" onClick={() => ask(true)}>
          {t("refuse")}
        </Button>
      </div>
      <Dialog
        isOpen={isAsked}
        onClose={() => ask(false)}
        title={t("refuseTitle")}
        verb={t("refuseDo")}
        onDo={async () => {
          await invitedApi.refuse({ token, answer });
          onRefused();
        }}
      >
        <div className={styles.stack}>
          <p>{t("refuseText", { inviter })}</p>
          <Textarea
            label={t("answer", { inviter })}
            rows={3}
            maxLength={500}
            value={answer}
            onChange={({ currentTarget: { value } }) => setAnswer(value)}
          />
        </div>
      </Dialog>
    </>
  );
}
