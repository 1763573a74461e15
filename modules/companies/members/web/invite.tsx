import { useState } from "react";
import { Form } from "#ui/form/form.tsx";
import { SelectField } from "#ui/form/select-field.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextAreaField } from "#ui/form/text-area-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { Note } from "#ui/note.tsx";
import { refresh } from "#ui/query.ts";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { addressesIn, areAddresses, inviteAll } from "./members.client.ts";
import styles from "./members.module.css";
import { memberWords } from "./members.words.ts";
import { useRoleHint, useRoleOptions } from "./role-names.ts";

type LeftOut = { readonly members: readonly string[]; readonly waiting: readonly string[] };

/** One address or many, and the role they come in with. */
export function Invite() {
  const t = useWords(memberWords);
  const options = useRoleOptions();
  const hint = useRoleHint();
  const [leftOut, setLeftOut] = useState<LeftOut>({ members: [], waiting: [] });
  const form = useForm({
    start: { emails: "", role: "member" },
    check: ({ emails }) => ({ emails: problemOf(emails) }),
    send: ({ emails, role }) => inviteAll(addressesIn(emails), role),
    onKept: ({ invited, ...others }, { role }) => {
      setLeftOut(others);
      form.reset({ emails: "", role });
      void refresh("companies.members");
      if (invited.length > 0) toast(t("invited", { count: invited.length, email: invited[0] }));
    },
  });
  const help = hint(form.values.role);
  const { length: count } = addressesIn(form.values.emails);
  return (
    <Form of={form}>
      <p className={styles.quiet}>{t("inviteText")}</p>
      <TextAreaField of={form} name="emails" label={t("emails")} help={t("emailsHelp")} rows={2} />
      <SelectField
        of={form}
        name="role"
        label={t("role")}
        options={options}
        {...(help === undefined ? {} : { help })}
      />
      <div>
        <SendButton of={form}>{count > 1 ? t("inviteMany", { count }) : t("inviteOne")}</SendButton>
      </div>
      <div role="status">
        {leftOut.members.length > 0 && (
          <Note>{t("areMembers", { emails: leftOut.members.join(", ") })}</Note>
        )}
        {leftOut.waiting.length > 0 && (
          <Note tone="warn">{t("areWaiting", { emails: leftOut.waiting.join(", ") })}</Note>
        )}
      </div>
    </Form>
  );
}

function problemOf(text: string): string | null {
  const emails = addressesIn(text);
  if (emails.length === 0) return text.trim() === "" ? "field.required" : "email.invalid";
  if (emails.length > 50) return "field.too_big";
  return areAddresses(emails) ? null : "email.invalid";
}
