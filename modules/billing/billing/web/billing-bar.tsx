import { IconAlertTriangle } from "@tabler/icons-react";
import { Link } from "#ui/link.tsx";
import { useMay } from "#ui/session.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./billing.module.css";
import { billingWords } from "./billing.words.ts";

const SOON_MS = 7 * 86_400_000;

/** Above every page of a company that is not paid for: since when or from when on, and what to do. */
export function BillingBar({ readOnlyAt }: { readOnlyAt: string }) {
  const t = useWords(billingWords);
  const mayPay = useMay("billing.billing.manage");
  const leftMs = Date.parse(readOnlyAt) - Date.now();
  // Before that day it concerns those who can do something about it.
  if (leftMs > SOON_MS || (leftMs > 0 && !mayPay)) return null;
  const when = <When key="when" at={readOnlyAt} as="full" />;
  return (
    <div className={styles.bar} role="status">
      <IconAlertTriangle size={16} stroke={1.8} aria-hidden="true" />
      <p className={styles.said}>
        <b>{t.rich(leftMs > 0 ? "barSoon" : "barReadOnly", { when })}</b>{" "}
        {leftMs <= 0 && t("barReadOnlyText")} {!mayPay && t("barAsk")}
      </p>
      {mayPay && <Link to="/settings/billing">{t("barSee")}</Link>}
    </div>
  );
}
