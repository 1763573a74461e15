import { useEffect, useRef, useState } from "react";
import { useSettingsPages } from "#modules/accounts/accounts/web/settings-pages.ts";
import { ActionButton } from "#ui/action-button.tsx";
import { Facts } from "#ui/facts.tsx";
import { Note } from "#ui/note.tsx";
import { moneyText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { SettingsPageFrame } from "#ui/settings.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { When } from "#ui/when.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { type Billing, billingApi, goToPage, useBilling } from "./billing.client.ts";
import styles from "./billing.module.css";
import { billingWords } from "./billing.words.ts";
import { InvoicesSection } from "./invoices-section.tsx";
import { PlansSection } from "./plans-section.tsx";
import { UsageSection } from "./usage-section.tsx";

/** How the company stands with the service: its plan, what it uses of it, what it was asked for. */
export function BillingPage() {
  const t = useWords(billingWords);
  const problem = useReturned();
  return (
    <SettingsPageFrame<Billing> of={useBilling()} title={t("settings")} pages={useSettingsPages()}>
      {(found) => (
        <>
          <Section title={t("title")}>
            <ProblemNote of={problem} />
            <Standing of={found} />
            <Plan of={found} />
          </Section>
          <PlansSection of={found} />
          <UsageSection of={found.usage} />
          <InvoicesSection />
        </>
      )}
    </SettingsPageFrame>
  );
}

/** Back from Stripe's page: whether it was paid is asked once. */
function useReturned(): unknown {
  const t = useWords(billingWords);
  const [{ session }, change] = useUrl();
  const [problem, setProblem] = useState<unknown>(null);
  const seen = useRef("");
  useEffect(() => {
    if (session === undefined || seen.current === session) return;
    seen.current = session;
    billingApi
      .returned({ session })
      .then(({ isPaid }) => toast(t(isPaid ? "paid" : "pending")))
      .catch(setProblem)
      .finally(() => {
        change({ session: null });
        void refresh("billing.billing");
      });
  }, [session, change, t]);
  return problem;
}

function Standing({ of }: { of: Billing }) {
  const t = useWords(billingWords);
  const [problem, setProblem] = useState<unknown>(null);
  const when = <When key="when" at={of.readOnlyAt ?? of.trialEndsAt} as="full" />;
  if (of.phase === "trial" && of.plan === null)
    return (
      <Note tone={of.trialDaysLeft > 3 ? "quiet" : "warn"}>
        {t.rich("trial", { count: of.trialDaysLeft, when })}
      </Note>
    );
  if (of.phase === "trial_over") return <Note tone="bad">{t.rich("trialOver", { when })}</Note>;
  if (of.phase === "ended" && of.plan === null) return <Note tone="bad">{t("ended")}</Note>;
  if (of.phase !== "past_due" || of.unpaidSince === null) return null;
  const since = <When key="since" at={of.unpaidSince} as="full" />;
  return (
    <>
      <Note
        tone={of.isReadOnly ? "bad" : "warn"}
        actions={
          <ActionButton
            blocked={of.blocked.portal}
            onClick={() => void goToPage(billingApi.portal({})).catch(setProblem)}
          >
            {t("pay")}
          </ActionButton>
        }
      >
        {t.rich(of.isReadOnly ? "closed" : "pastDue", { since, when })}
      </Note>
      <ProblemNote of={problem} />
    </>
  );
}

function Plan({ of: { plan, blocked } }: { of: Billing }) {
  const t = useWords(billingWords);
  const language = useLanguage();
  const [problem, setProblem] = useState<unknown>(null);
  if (plan === null) return null;
  const price = plan.amountMinor === null ? "" : moneyText(plan.amountMinor, plan.currency);
  return (
    <div className={styles.plan}>
      <Facts
        rows={[
          [t("plan"), plan.name?.[language] ?? plan.key ?? ""],
          [t("price"), t(plan.interval === "year" ? "perYear" : "perMonth", { price })],
          plan.cancelsAt === null &&
            plan.periodEndsAt !== null && [t("next"), <When key="at" at={plan.periodEndsAt} />],
          plan.cancelsAt !== null && [t("endsOn"), <When key="at" at={plan.cancelsAt} as="full" />],
        ]}
      />
      <div className={styles.verbs}>
        <ActionButton
          variant="default"
          blocked={blocked.portal}
          onClick={() => void goToPage(billingApi.portal({})).catch(setProblem)}
        >
          {t("portal")}
        </ActionButton>
      </div>
      <p className={styles.muted}>{t("portalText")}</p>
      <ProblemNote of={problem} />
    </div>
  );
}
