import type { Received } from "#ui/api.ts";
import { client } from "#ui/api.ts";
import { Money } from "#ui/money.tsx";
import { Status, type Tone } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import { subscriptions } from "../subscriptions.contract.ts";
import { type SubscriptionT, subscriptionWords } from "./subscriptions.words.ts";

export const subscriptionsApi = client(subscriptions);
export type SubscriptionRow = Received<typeof subscriptions.list>["rows"][number];

const TONES: Readonly<Record<SubscriptionRow["status"], Tone>> = {
  pending: "warn",
  active: "good",
  on_hold: "bad",
  ending: "warn",
  cancelled: "quiet",
  expired: "quiet",
};

export function SubscriptionStatus({ of }: { of: SubscriptionRow["status"] }) {
  const t = useWords(subscriptionWords);
  return <Status tone={TONES[of]}>{t(of)}</Status>;
}

/** What each charge is, and how often: "RM 49.00 a month". */
export function Charge({ of }: { of: SubscriptionRow }) {
  const t = useWords(subscriptionWords);
  return (
    <>
      {of.amountMinor !== null && <Money minor={of.amountMinor} currency={of.currency} />}{" "}
      {everyText(of, t)}
    </>
  );
}

export const everyText = (
  { intervalCount: count, intervalUnit }: SubscriptionRow,
  t: SubscriptionT,
): string => t(`every.${intervalUnit}`, { count });
