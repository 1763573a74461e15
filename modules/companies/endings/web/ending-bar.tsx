import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "#ui/link.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./endings.module.css";
import { endingWords } from "./endings.words.ts";

/** Above every page of a cancelled company: until when it is there. */
export function EndingBar({ endsAt }: { endsAt: string }) {
  const t = useWords(endingWords);
  return (
    <div className={styles.bar} role="status">
      <IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" />
      <p className={styles.said}>
        <b>{t("bar")}</b> {t.rich("barText", { when: <When key="when" at={endsAt} as="full" /> })}
      </p>
      <Link to="/settings/company">{t("see")}</Link>
    </div>
  );
}
