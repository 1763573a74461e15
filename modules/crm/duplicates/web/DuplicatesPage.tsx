import { IconUsers } from "@tabler/icons-react";
import { ActionButton } from "#ui/action-button.tsx";
import { Bones } from "#ui/bones.tsx";
import { Empty } from "#ui/empty.tsx";
import { Face } from "#ui/face.tsx";
import { Link, useGo } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { useWhyNot } from "#ui/session.tsx";
import { Tabs } from "#ui/tabs.tsx";
import { toast } from "#ui/toasts.tsx";
import { useUrl } from "#ui/url-state.ts";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import {
  decide,
  type Pair,
  useDeciding,
  useDuplicateCount,
  useDuplicates,
  useFinding,
  type Verdict,
} from "./duplicates.client.ts";
import styles from "./duplicates.module.css";
import { duplicateWords } from "./duplicates.words.ts";

const VERDICTS = ["open", "later", "not_same"] as const;

/** Who may be one person twice, the likeliest first. */
export function DuplicatesPage() {
  const t = useWords(duplicateWords);
  const [url] = useUrl();
  const verdict = VERDICTS.find((one) => one === url["verdict"]) ?? "open";
  const count = useDuplicateCount("open");
  const finding = useFinding();
  return (
    <Page
      title={t("title")}
      crumb={{ to: "/customers", label: t("customers") }}
      actions={
        <ActionButton
          variant="default"
          quiet
          blocked={useWhyNot("crm.customers.merge")}
          isBusy={finding.isPending}
          onClick={() => finding.mutate()}
        >
          {t("find")}
        </ActionButton>
      }
      tabs={
        <Tabs
          label={t("title")}
          of={VERDICTS.map((one) => ({
            to: one === "open" ? "/customers/duplicates" : `/customers/duplicates?verdict=${one}`,
            label: t(`verdict.${one}`),
            isHere: one === verdict,
            count: one === "open" ? count.data?.count : undefined,
          }))}
        />
      }
    >
      <ProblemNote of={finding.error} />
      {finding.isSuccess ? (
        <p className={styles.looked} role="status">
          {t("finding")}
        </p>
      ) : (
        typeof count.data?.lookedAt === "string" && (
          <p className={styles.looked}>
            {t.rich("looked", { when: <When key="when" at={count.data.lookedAt} /> })}
          </p>
        )
      )}
      <Pairs verdict={verdict} />
    </Page>
  );
}

function Pairs({ verdict }: { verdict: Verdict }) {
  const t = useWords(duplicateWords);
  const pairs = useDuplicates(verdict);
  if (pairs.isPending) return <Bones as="list" />;
  if (pairs.isError) return <ProblemNote of={pairs.error} onRetry={() => void pairs.refetch()} />;
  if (pairs.data.blocked.list !== null) return <Note>{t("masked")}</Note>;
  if (pairs.data.rows.length === 0)
    return verdict === "open" ? (
      <Empty icon={<IconUsers size={28} stroke={1.4} />} title={t("emptyTitle")}>
        {t("emptyText")}
      </Empty>
    ) : (
      <p className="k-muted">{t("emptyOther")}</p>
    );
  return (
    <ul className={styles.pairs}>
      {pairs.data.rows.map((pair) => (
        <PairRow key={`${pair.one.id}${pair.other.id}`} of={pair} />
      ))}
    </ul>
  );
}

function PairRow({ of }: { of: Pair }) {
  const t = useWords(duplicateWords);
  return (
    <li className={styles.pair}>
      <span className={styles.score}>
        {of.score}
        <small>/ 100</small>
      </span>
      <Twin of={of.one} />
      <Twin of={of.other} />
      <PairVerbs of={of} />
      <span className={styles.reasons}>
        {of.reasons.map(({ reason, points }) => t(`reason.${reason}`, { points })).join(" · ")}
        {of.actorName !== null && ` · ${t("decidedBy", { who: of.actorName })}`}
      </span>
    </li>
  );
}

function Twin({ of }: { of: Pair["one"] }) {
  const t = useWords(duplicateWords);
  const name = of.name || of.email || of.phone || t("nameless");
  const facts = [of.email, of.phone, of.city, t("orders", { count: of.ordersCount })];
  return (
    <span className={styles.twin}>
      <Face name={name} />
      <span>
        <Link to={`/customers/${of.id}`} className="k-link">
          {name}
        </Link>
        <small>{facts.filter(Boolean).join(" · ")}</small>
      </span>
    </span>
  );
}

function PairVerbs({ of }: { of: Pair }) {
  const t = useWords(duplicateWords);
  const go = useGo();
  const deciding = useDeciding();
  const pair = { oneId: of.one.id, otherId: of.other.id };
  const settle = async (verdict: Verdict) => {
    await deciding.mutateAsync({ ...pair, verdict });
    if (verdict === "open") return;
    toast(t(verdict === "later" ? "decidedLater" : "decidedNotSame"), () =>
      decide({ ...pair, verdict: of.verdict }),
    );
  };
  const verb = (verdict: Verdict, label: string) => (
    <ActionButton
      variant="default"
      quiet
      blocked={of.blocked.decide}
      onClick={() => void settle(verdict).catch(() => undefined)}
    >
      {label}
    </ActionButton>
  );
  return (
    <span className={styles.verbs}>
      <ProblemNote of={deciding.error} />
      {of.verdict === "open" ? (
        <>
          {verb("later", t("later"))}
          {verb("not_same", t("notSame"))}
        </>
      ) : (
        verb("open", t("reopen"))
      )}
      <ActionButton
        variant="light"
        quiet
        blocked={of.blocked.merge}
        onClick={() => go(`/customers/${stays(of).id}/merge/${goes(of).id}`)}
      >
        {t("compare")}
      </ActionButton>
    </span>
  );
}

/** The one with more orders keeps its id, else the older. */
const stays = ({ one, other }: Pair) => (other.ordersCount > one.ordersCount ? other : one);
const goes = (of: Pair) => (stays(of) === of.one ? of.other : of.one);
