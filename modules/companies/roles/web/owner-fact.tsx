import { Menu } from "#ui/menu.tsx";
import { codeOf } from "#ui/problem-note.tsx";
import { useMay } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import { useColleagues } from "./colleagues.ts";
import styles from "./roles.module.css";
import { roleWords } from "./roles.words.ts";

type Props = {
  /** The account whose work it is; null: nobody's. */
  of: string | null;
  blocked: string | null;
  onGive: (ownerId: string | null) => Promise<unknown>;
};

/** Whose work a record is, and giving it to a colleague. */
export function OwnerFact({ of, blocked, onGive }: Props) {
  const t = useWords(roleWords);
  const reason = useReason();
  const mayRead = useMay("companies.members.read");
  const rows = useColleagues();
  const nameOf = (id: string | null) =>
    id === null ? t("nobody") : (rows.find((row) => row.id === id)?.name ?? t("somebody"));
  if (blocked !== null || !mayRead) return nameOf(of);
  const give = async (id: string | null) => {
    try {
      await onGive(id);
      toast(t("given", { name: nameOf(id) }));
    } catch (problem) {
      toast(reason(codeOf(problem)) ?? "");
    }
  };
  return (
    <Menu
      label={t("giveTo")}
      align="start"
      items={[null, ...rows.map(({ id }) => id)].map((id) => ({
        label: nameOf(id),
        chosen: id === of,
        onClick: () => void give(id),
      }))}
      button={(opener) => (
        <button
          type="button"
          {...opener}
          className={styles.owner}
          aria-label={t("owner", { name: nameOf(of) })}
        >
          {nameOf(of)}
        </button>
      )}
    />
  );
}
