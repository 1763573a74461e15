import { Button } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { cache } from "#ui/query.ts";
import { useSession } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { useRoleName } from "../../members/web/role-names.ts";
import { rolesApi } from "./roles.client.ts";
import styles from "./roles.module.css";
import { roleWords } from "./roles.words.ts";

/** Whose rights an Admin looks with, on every page until they stop. */
export function ViewingBar() {
  const t = useWords(roleWords);
  const nameOf = useRoleName();
  const role = useSession()?.role ?? null;
  if (role === null) return null;
  const stop = async () => {
    await rolesApi.stopViewing({});
    cache.clear();
    await cache.refetchQueries();
  };
  return (
    <div className={styles.viewing} role="status">
      <IconEye size={16} stroke={1.6} aria-hidden="true" />
      <span className={styles.said}>
        <b>{t("viewingAs", { name: nameOf(role.key, role.name) })}</b> <em>{t("viewingText")}</em>
      </span>
      <Button size="xs" variant="default" onClick={() => void stop()}>
        {t("stop")}
      </Button>
    </div>
  );
}
