import { Button } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link } from "#ui/link.tsx";
import { refresh } from "#ui/query.ts";
import { When } from "#ui/when.tsx";
import { useLanguage, useWords } from "#ui/words.ts";
import { policiesApi } from "./policies.client.ts";
import styles from "./policies.module.css";
import { policyWords } from "./policies.words.ts";

/** Stands above every page until the person has acknowledged what changes. That it stood there is kept. */
export function PolicyNotice() {
  const t = useWords(policyWords);
  const language = useLanguage();
  const pending = useQuery({
    queryKey: ["trust.policies", "pending", language],
    queryFn: ({ signal }) => policiesApi.pending({ language }, signal),
    staleTime: 10 * 60_000,
  });
  const acknowledge = useMutation({
    mutationFn: (read: number) => policiesApi.acknowledge({ version: String(read), how: "read" }),
    onSuccess: () => refresh("trust.policies"),
  });
  const notice = pending.data?.notice ?? null;
  const version = notice?.version;
  useEffect(() => {
    // It is on the screen; a failure is tried again with the next page.
    if (version !== undefined)
      policiesApi.acknowledge({ version: String(version), how: "shown" }).catch(() => undefined);
  }, [version]);
  if (notice === null) return null;
  return (
    <div className={styles.banner} role="status">
      <p>
        <b>
          {t.rich("noticeTitle", { when: <When key="when" at={notice.effectiveAt} as="full" /> })}
        </b>{" "}
        {notice.summary} <Link to={`/privacy?version=${notice.version}`}>{t("readIt")}</Link>
      </p>
      <Button
        variant="default"
        loading={acknowledge.isPending}
        onClick={() => acknowledge.mutate(notice.version)}
      >
        {t("understood")}
      </Button>
    </div>
  );
}
