import { Dialog } from "#ui/dialog.tsx";
import { Link } from "#ui/link.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { useRoleName } from "../../members/web/role-names.ts";
import { useMyRole } from "./roles.client.ts";
import { roleWords } from "./roles.words.ts";

/** The answer to "Why can't I?": the reason, the role it comes from, and who can change that. */
export function WhyNot({ code, onClose }: { code: string; onClose: () => void }) {
  const t = useWords(roleWords);
  const reason = useReason();
  const nameOf = useRoleName();
  const { data } = useMyRole();
  return (
    <Dialog isOpen onClose={onClose} title={t("whyTitle")}>
      <p>{reason(code)}</p>
      {data !== undefined && (
        <p>
          {t("yourRole", { name: nameOf(data.role.key, data.role.name) })}{" "}
          {t("whoCan", { names: data.adminNames.join(", ") })}
        </p>
      )}
      <p>
        <Link to="/settings/role" className="k-link">
          {t("showAll")}
        </Link>
      </p>
    </Dialog>
  );
}
