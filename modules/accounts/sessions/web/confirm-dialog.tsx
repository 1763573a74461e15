import { Dialog } from "#ui/dialog.tsx";
import { Form } from "#ui/form/form.tsx";
import { PasswordField } from "#ui/form/password-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useSession } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { sessionsApi } from "./sessions.client.ts";
import { sessionWords } from "./sessions.words.ts";

type Props = { isOpen: boolean; onAnswer: (isConfirmed: boolean) => void };

export function ConfirmDialog({ isOpen, onAnswer }: Props) {
  const t = useWords(sessionWords);
  return (
    <Dialog isOpen={isOpen} onClose={() => onAnswer(false)} title={t("confirmTitle")}>
      <ConfirmForm onConfirmed={() => onAnswer(true)} />
    </Dialog>
  );
}

function ConfirmForm({ onConfirmed }: { onConfirmed: () => void }) {
  const t = useWords(sessionWords);
  const hasFactor = useSession()?.hasFactor ?? false;
  const form = useForm({
    start: { password: "", code: "" },
    check: ({ password, code }) => ({
      password: password === "" ? "field.required" : null,
      code: hasFactor && code.trim() === "" ? "field.required" : null,
    }),
    send: ({ password, code }) => sessionsApi.confirm({ password, code: hasFactor ? code : null }),
    onKept: onConfirmed,
  });
  return (
    <Form of={form} guards={false}>
      <p>{hasFactor ? t("confirmTextCode") : t("confirmText")}</p>
      <PasswordField
        of={form}
        name="password"
        label={t("password")}
        autoComplete="current-password"
        autoFocus
      />
      {hasFactor && (
        <TextField of={form} name="code" label={t("code")} autoComplete="one-time-code" />
      )}
      <div>
        <SendButton of={form}>{t("confirm")}</SendButton>
      </div>
    </Form>
  );
}
