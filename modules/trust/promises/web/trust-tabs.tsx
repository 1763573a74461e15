import { useQuery } from "@tanstack/react-query";
import { client } from "#ui/api.ts";
import { useMay } from "#ui/session.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { useWords } from "#ui/words.ts";
import { alerts } from "../../alerts/alerts.contract.ts";
import { promiseWords } from "./promises.words.ts";

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
      ? [{ to: "/trust/alerts", label: t("alerts"), count: open.data?.alertsCount || undefined }]
      : []),
    ...(mayAudit ? [{ to: "/audit", label: t("auditLog") }] : []),
    { to: "/trust/policies", label: t("policies") },
  ];
  return <Tabs label={t("parts")} of={tabs.map((tab) => ({ ...tab, isHere: tab.to === here }))} />;
}
