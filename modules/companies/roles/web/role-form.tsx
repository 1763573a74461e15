import type { ReactNode } from "react";
import { Form } from "#ui/form/form.tsx";
import { SendButton } from "#ui/form/send-button.tsx";
import { TextField } from "#ui/form/text-field.tsx";
import { useForm } from "#ui/form/use-form.ts";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { type Matrix, matrixOf, RoleMatrix, RoleSees, rulesOf, type Sees } from "./role-matrix.tsx";
import type { Role, RoleList, Rules } from "./roles.client.ts";
import styles from "./roles.module.css";
import { roleWords } from "./roles.words.ts";

type Said = { name: string; rules: Rules };
type Props = {
  permissions: RoleList["permissions"];
  start: Said;
  version?: number;
  send: (said: Said, version: number) => Promise<Role>;
  onKept: (role: Role) => void;
  children?: ReactNode;
};

/** A role's name, what it may, and what it sees. */
export function RoleForm({ permissions, start, version = 0, send, onKept }: Props) {
  const t = useWords(roleWords);
  const form = useForm<{ name: string; may: Matrix; sees: Sees }, Role>({
    start: { name: start.name, may: matrixOf(start.rules), sees: start.rules.sees },
    version,
    check: ({ name }) => ({ name: name.trim() === "" ? "field.required" : null }),
    send: ({ name, may, sees }, version) => send({ name, rules: rulesOf(may, sees) }, version),
    onKept: (role) => {
      toast(t("saved"));
      onKept(role);
    },
  });
  return (
    <Form of={form}>
      <TextField of={form} name="name" label={t("name")} help={t("nameHelp")} />
      <div>
        <RoleMatrix
          permissions={permissions}
          of={form.values.may}
          onChange={(may) => form.change({ may })}
        />
        <RoleSees of={form.values.sees} onChange={(sees) => form.change({ sees })} />
      </div>
      <div className={styles.verbs}>
        <SendButton of={form}>{t("save")}</SendButton>
      </div>
    </Form>
  );
}
