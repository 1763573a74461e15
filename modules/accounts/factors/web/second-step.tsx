import { useState } from "react";
import { ApiProblem } from "#ui/api.ts";
import { Door } from "#ui/door.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useWords } from "#ui/words.ts";
import type { Me } from "../../accounts/web/accounts.client.ts";
import doorStyles from "../../accounts/web/door-parts.module.css";
import { factorsApi } from "./factors.client.ts";
import { factorWords } from "./factors.words.ts";

type Props = { ticket: string; onEntered: (me: Me) => void; onStartOver: () => void };

/** After the right password: a code of the app, or one of the recovery codes. */
export function SecondStep({ ticket, onEntered, onStartOver }: Props) {
  const t = useWords(factorWords);
  const [isRecovery, setRecovery] = useState(false);
  const which = isRecovery ? "recovery" : "second";
  return (
    <Door key={which} title={t(`${which}Title`)} text={t(`${which}Text`)}>
      <CodeForm ticket={ticket} isRecovery={isRecovery} onEntered={onEntered} />
      <p className={doorStyles.after}>
        <button
          type="button"
          className={doorStyles.asLink}
          onClick={() => setRecovery(!isRecovery)}
        >
          {isRecovery ? t("useApp") : t("useRecovery")}
        </button>
        <button type="button" className={doorStyles.asLink} onClick={onStartOver}>
          {t("startOver")}
        </button>
      </p>
    </Door>
  );
}

type FormProps = Pick<Props, "ticket" | "onEntered"> & { isRecovery: boolean };

function CodeForm({ ticket, isRecovery, onEntered }: FormProps) {
  const t = useWords(factorWords);
  const form = useForm({
    start: { code: "" },
    check: ({ code }) => ({ code: code.trim() === "" ? "field.required" : null }),
    send: ({ code }) => factorsApi.signIn({ ticket, code }),
    onKept: onEntered,
  });
  const isOver =
    form.problem instanceof ApiProblem && form.problem.code === "accounts.ticket.not_valid";
  return (
    <Form of={form} guards={false}>
      <TextField
        of={form}
        name="code"
        label={isRecovery ? t("recoveryCode") : t("code")}
        {...(isRecovery ? {} : { help: t("codeHelp") })}
        autoComplete={isRecovery ? "off" : "one-time-code"}
        autoFocus
        isDisabled={isOver}
      />
      <SendButton of={form} fullWidth size="md" disabled={isOver}>
        {t("signIn")}
      </SendButton>
    </Form>
  );
}
