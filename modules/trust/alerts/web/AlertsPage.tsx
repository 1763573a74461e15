import { Button } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { ActionButton } from "#ui/action-button.tsx";
import { client, type Received } from "#ui/api.ts";
import { Bones } from "#ui/bones.tsx";
import { Empty } from "#ui/empty.tsx";
import { Page } from "#ui/page.tsx";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { useMay } from "#ui/session.tsx";
import { Status } from "#ui/status.tsx";
import { toast } from "#ui/toasts.tsx";
import { When } from "#ui/when.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { TrustTabs } from "../../promises/web/trust-tabs.tsx";
import { alerts } from "../alerts.contract.ts";
import styles from "./alerts.module.css";
import { alertWords } from "./alerts.words.ts";

const api = client(alerts);
type Alert = Received<typeof alerts.list>["rows"][number];

function useAlerts() {
  const language = useLanguage();
  return useInfiniteQuery({
    queryKey: ["trust.alerts", "list", language],
    queryFn: ({ signal, pageParam }) =>
      api.list({ language, ...(pageParam === null ? {} : { after: pageParam }) }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

/** What looked like an attack, newest first: what was seen, and what to do. */
export function AlertsPage() {
  const t = useWords(alertWords);
  const list = useAlerts();
  const rows = list.data?.pages.flatMap((page) => page.rows);
  return (
    <Page title={t("trust")} tabs={<TrustTabs here="/trust/alerts" />}>
      {list.isError && <ProblemNote of={list.error} onRetry={() => void list.refetch()} />}
      {rows === undefined && !list.isError && <Bones rows={6} />}
      {rows?.length === 0 && (
        <Empty icon={<IconShieldCheck size={28} stroke={1.4} />} title={t("emptyTitle")}>
          {t("emptyText")}
        </Empty>
      )}
      {rows !== undefined && rows.length > 0 && (
        <>
          <p className={styles.intro}>{t("intro")}</p>
          <ul className={styles.alerts}>
            {rows.map((alert) => (
              <One key={alert.id} of={alert} />
            ))}
          </ul>
        </>
      )}
      {list.hasNextPage && (
        <Button
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t("older")}
        </Button>
      )}
    </Page>
  );
}

function One({ of }: { of: Alert }) {
  const t = useWords(alertWords);
  const maySee = useMay("trust.alerts.write");
  const see = useMutation({
    mutationFn: () => api.see({ id: of.id }),
    onSuccess: async () => {
      await refresh("trust.alerts");
      toast(t("done"));
    },
  });
  const isOpen = of.seenAt === null;
  return (
    <li className={styles.alert} data-open={isOpen || undefined}>
      <div className={styles.state}>
        <Status tone={isOpen ? "bad" : "quiet"}>{t(isOpen ? "open" : "seen")}</Status>
        <span className="k-caption">
          <When at={of.raisedAt} as="full" />
        </span>
      </div>
      <div className={styles.body}>
        <h2>{of.title}</h2>
        <p>{of.text}</p>
        <p className="k-muted">{of.advice}</p>
        <dl>
          {of.person !== null && (
            <div>
              <dt>{t("person")}</dt>
              <dd>{of.person}</dd>
            </div>
          )}
          {of.network !== null && (
            <div>
              <dt>{t("network")}</dt>
              <dd>
                <code>{of.network}</code>
              </dd>
            </div>
          )}
          <div>
            <dt>{t("when")}</dt>
            <dd>
              {of.beganAt.slice(0, 16) === of.lastAt.slice(0, 16) ? (
                <When at={of.lastAt} as="full" />
              ) : (
                t.rich("span", {
                  from: <When key="from" at={of.beganAt} as="full" />,
                  to: <When key="to" at={of.lastAt} as="full" />,
                })
              )}
            </dd>
          </div>
        </dl>
        <ProblemNote of={see.error} />
        {isOpen && maySee && (
          <div>
            <ActionButton variant="default" isBusy={see.isPending} onClick={() => see.mutate()}>
              {t("see")}
            </ActionButton>
          </div>
        )}
        {of.seenAt !== null && (
          <p className="k-caption">
            {t.rich("seenBy", {
              name: of.seenBy,
              when: <When key="when" at={of.seenAt} as="full" />,
            })}
          </p>
        )}
      </div>
    </li>
  );
}
