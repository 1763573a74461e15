import { Bones } from "#ui/bones.tsx";
import { Figures } from "#ui/figures.tsx";
import { countText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useWords } from "#ui/words.ts";
import { type PrivacyRequest, useStoreCustomers } from "./requests.client.ts";
import { requestWords } from "./requests.words.ts";

/** Whom a store alone has told of, and whom something else tells of as well; while it is done, how far it is. */
export function StoreCustomers({ of }: { of: PrivacyRequest }) {
  const t = useWords(requestWords);
  const customers = useStoreCustomers(of.id);
  if (of.erasingAt !== null)
    return (
      <p role="status">
        {t("erasingNow", { count: of.erasedCount })}{" "}
        <span className="k-muted">{t("mayLeave")}</span>
      </p>
    );
  if (customers.isPending) return <Bones rows={2} />;
  if (customers.isError)
    return <ProblemNote of={customers.error} onRetry={() => void customers.refetch()} />;
  const { goingCount, stayingCount, isMore } = customers.data;
  const count = (of: number) => (isMore ? t("moreThan", { count: of }) : countText(of));
  return (
    <Figures
      small
      of={[
        { label: t("willGo"), value: count(goingCount), foot: t("storeAlone") },
        { label: t("willStay"), value: count(stayingCount), foot: t("storeNotAlone") },
      ]}
    />
  );
}
