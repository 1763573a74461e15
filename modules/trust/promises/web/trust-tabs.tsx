import { useQuery } from "@tanstack/react-query";
import { client } from "#ui/api.ts";
import { Link } from "#ui/link.tsx";
import { countText } from "#ui/numbers.ts";
import { useMay } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import { alerts } from "../../alerts/alerts.contract.ts";
import { promiseWords } from "./promises.words.ts";
import styles from "./trust-tabs.module.css";

const api = client(alerts);

/** The parts of Trust, under the head of each of its pages. */
export function TrustTabs({ here }: { here: "/trust" | "/trust/alerts" | "/trust/policies" }) {
  const t = useWords(promiseWords);
  const mayAlerts = useMay("trust.alerts.read");
  const mayAudit = useMay("trust.audit.read");
  const open = useQuery({
    queryKey: ["trust.alerts", "count"],
    queryFn: ({ signal }) => api.count({}, signal),
    enabled: mayAlerts,
  });
  const tabs = [
    { to: "/trust", label: t("promises") },
    ...(mayAlerts
      ? [{ to: "/trust/alerts", label: t("alerts"), count: open.data?.alertsCount ?? 0 }]
      : []),
    ...(mayAudit ? [{ to: "/audit", label: t("auditLog") }] : []),
    { to: "/trust/policies", label: t("policies") },
  ];
  return (
    <nav className={styles.tabs} aria-label={t("parts")}>
      {tabs.map(({ to, label, ...tab }) => (
        <Link
          key={to}
          to={to}
          className={styles.tab}
          aria-current={to === here ? "page" : undefined}
        >
          {label}
          {"count" in tab && tab.count > 0 && <span>{countText(tab.count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
