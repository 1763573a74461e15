import { Select } from "@mantine/core";
import { useState } from "react";
import { sessionsApi } from "#modules/accounts/sessions/web/sessions.client.ts";
import { Dialog } from "#ui/dialog.tsx";
import { refresh } from "#ui/query.ts";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { type Member, membersApi } from "./members.client.ts";
import styles from "./members.module.css";
import { memberWords } from "./members.words.ts";
import { useRoleHint, useRoleName, useRoleOptions } from "./role-names.ts";

type Props = { of: Member; onClose: () => void };

export function RoleDialog({ of, onClose }: Props) {
  const t = useWords(memberWords);
  const roleName = useRoleName();
  const options = useRoleOptions();
  const hint = useRoleHint();
  const [role, setRole] = useState(of.role);
  const { id, name } = of;
  const change = async (is: string, was: string) => {
    const row = await membersApi.changeRole({ id, was, role: is });
    void refresh("companies.members", "accounts.me");
    return row;
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("changeRoleTitle", { name })}
      verb={t("changeRole")}
      onDo={async () => {
        if (role === of.role) return;
        const changed = await change(role, of.role);
        toast(
          t("roleChanged", { name, role: roleName(changed.role, changed.roleName) }),
          async () => {
            await change(of.role, role);
          },
        );
      }}
    >
      <div className={styles.stack}>
        <Select
          label={t("role")}
          description={hint(role)}
          data={options}
          value={role}
          allowDeselect={false}
          onChange={(next) => setRole(next ?? role)}
        />
        <p>{t("changeRoleText", { name })}</p>
      </div>
    </Dialog>
  );
}

export function DisableDialog({ of: { id, name }, onClose }: Props) {
  const t = useWords(memberWords);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("disableTitle", { name })}
      verb={t("disableDo", { name })}
      isDanger
      onDo={async () => {
        await membersApi.disable({ id });
        void refresh("companies.members");
        toast(t("disabledNow", { name }), async () => {
          await membersApi.enable({ id });
          void refresh("companies.members");
        });
      }}
    >
      <p>{t("disableText", { name })}</p>
    </Dialog>
  );
}

export function EnableDialog({ of: { id, name }, onClose }: Props) {
  const t = useWords(memberWords);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("enableTitle", { name })}
      verb={t("enableDo", { name })}
      onDo={async () => {
        await membersApi.enable({ id });
        void refresh("companies.members");
        toast(t("enabledNow", { name }));
      }}
    >
      <p>{t("enableText")}</p>
    </Dialog>
  );
}

export function EndSessionsDialog({ of: { id, name }, onClose }: Props) {
  const t = useWords(memberWords);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("endSessionsTitle", { name })}
      verb={t("endSessionsDo", { name })}
      onDo={async () => {
        const { ended } = await sessionsApi.endOfMember({ id });
        toast(t("sessionsEnded", { name, count: ended }));
      }}
    >
      <p>{t("endSessionsText", { name })}</p>
    </Dialog>
  );
}

export function RemoveDialog({ of: { id, name }, onClose }: Props) {
  const t = useWords(memberWords);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("removeTitle", { name })}
      verb={t("removeDo", { name })}
      isDanger
      onDo={async () => {
        await membersApi.remove({ id });
        void refresh("companies.members", "companies.keys");
        toast(t("removed", { name }));
      }}
    >
      <p>{t("removeText", { name })}</p>
    </Dialog>
  );
}
