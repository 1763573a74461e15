import { lazy, Suspense, useState } from "react";
import { Copy } from "#ui/copy.tsx";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { useWords } from "#ui/words.ts";
import { type Enrolment, factorsApi } from "./factors.client.ts";
import styles from "./factors.module.css";
import { factorWords } from "./factors.words.ts";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** Drawing the code is needed here alone. */
const Qr = lazy(() => import("./qr.tsx").then((file) => ({ default: file.Qr })));

/** Scan, give the first code, keep the recovery codes. */
export function Enrol({ enrolment, onDone }: { enrolment: Enrolment; onDone: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes !== null) return <RecoveryCodes codes={codes} onKept={onDone} />;
  return <Scan enrolment={enrolment} onConfirmed={setCodes} />;
}

type ScanProps = { enrolment: Enrolment; onConfirmed: (codes: readonly string[]) => void };

function Scan({ enrolment, onConfirmed }: ScanProps) {
  const t = useWords(factorWords);
  const form = useForm({
    start: { code: "" },
    check: ({ code }) => ({ code: code.trim() === "" ? "field.required" : null }),
    send: factorsApi.confirm,
    onKept: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
  });
  return (
    <Form of={form} guards={false}>
      <div className={styles.scan}>
        <Suspense fallback={<div className={styles.qr} />}>
          <Qr of={enrolment.uri} label={t("qr")} />
        </Suspense>
        <div className={styles.how}>
          <strong>{t("scanTitle")}</strong>
          <p>{t("scanText")}</p>
        </div>
      </div>
      <div className={styles.how}>
        <p className={styles.quiet}>{t("byHand")}</p>
        <Copy label={t("key")} value={inFours(enrolment.secret)} />
      </div>
      <CodeField form={form} label={t("code")} help={t("codeHelp")} />
      <p className={styles.quiet}>{t("othersEnd")}</p>
      <div>
        <SendButton of={form}>{t("turnOn")}</SendButton>
      </div>
    </Form>
  );
}

type CodeFieldProps = {
  // biome-ignore lint/suspicious/noExplicitAny: a form with a `code` in it.
  form: any;
  label: string;
  help?: string;
};

/** Phones offer the code from a message, and a keyboard of digits. */
export const CodeField = ({ form, label, help }: CodeFieldProps) => (
  <TextField
    of={form}
    name="code"
    label={label}
    help={help}
    autoComplete="one-time-code"
    autoFocus
  />
);

const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");
