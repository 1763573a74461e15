import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { usePostings } from "#modules/sales/postings/web/postings.client.ts";
import { useWords } from "#ui/words.ts";
import styles from "./statements.module.css";
import { statementWords } from "./statements.words.ts";

/** One muted line: whether what the sales come to is what the books say. */
export function SalesProof() {
  const t = useWords(statementWords);
  const { data } = usePostings();
  if (data === undefined || data.run?.state === "running") return null;
  const isSound = data.unequal.length === 0;
  const Icon = isSound ? IconCircleCheck : IconAlertTriangle;
  return (
    <p className={styles.proof} data-bad={!isSound || undefined}>
      <Icon size={15} stroke={1.8} aria-hidden="true" />
      {isSound ? t("sales") : t("salesNot", { count: data.unequal.length })}
    </p>
  );
}
