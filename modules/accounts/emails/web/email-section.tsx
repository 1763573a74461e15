import { Button } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "#ui/dialog.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Note } from "#ui/note.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useAccount } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import styles from "../../accounts/web/settings.module.css";
import { emailsApi, useEmailChange } from "./emails.client.ts";
import { emailWords } from "./emails.words.ts";

export function EmailSection() {
  const t = useWords(emailWords);
  const { email } = useAccount();
  const { data } = useEmailChange();
  const [isOpen, setOpen] = useState(false);
  const change = data?.change ?? null;
  return (
    <Section title={t("title")}>
      <p className={styles.value}>{email}</p>
      <p className={styles.text}>{t("text")}</p>
      {change === null ? (
        <Button variant="default" onClick={() => setOpen(true)}>
          {t("change")}
        </Button>
      ) : (
        <Waiting change={change} email={email} />
      )}
      <Dialog isOpen={isOpen} onClose={() => setOpen(false)} title={t("changeTitle")}>
        <ChangeForm onSent={() => setOpen(false)} />
      </Dialog>
    </Section>
  );
}

function ChangeForm({ onSent }: { onSent: () => void }) {
  const t = useWords(emailWords);
  const form = useForm({
    start: { email: "" },
    check: ({ email }) => ({ email: email.trim() === "" ? "field.required" : null }),
    send: emailsApi.begin,
    onKept: () => {
      onSent();
      void refresh("accounts.emails");
    },
  });
  return (
    <Form of={form} guards={false}>
      <p>{t("changeText")}</p>
      <TextField
        of={form}
        name="email"
        label={t("newEmail")}
        type="email"
        autoComplete="email"
        autoFocus
      />
      <div>
        <SendButton of={form}>{t("send")}</SendButton>
      </div>
    </Form>
  );
}

type Change = NonNullable<NonNullable<ReturnType<typeof useEmailChange>["data"]>["change"]>;

function Waiting({ change, email }: { change: Change; email: string }) {
  const t = useWords(emailWords);
  const cancel = async () => {
    await emailsApi.cancel({});
    toast(t("cancelled"));
    await refresh("accounts.emails");
  };
  const line = (address: string, hasAgreed: boolean) =>
    t(hasAgreed ? "oldAgreed" : "oldWaits", { email: address });
  return (
    <Note
      tone="warn"
      actions={
        <Button variant="default" onClick={() => void cancel()}>
          {t("cancel")}
        </Button>
      }
    >
      <strong>{t("waiting", { email: change.email })}</strong>
      <br />
      {t("waitingText")} {line(email, change.isOldConfirmed)}.{" "}
      {line(change.email, change.isNewConfirmed)}.
    </Note>
  );
}
