import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { ApiProblem, BEHIND, client } from "#ui/api.ts";
import { Door } from "#ui/door.tsx";
import { cache } from "#ui/query.ts";
import { useWords } from "#ui/words.ts";
import { companies } from "../companies.contract.ts";
import styles from "./behind.module.css";
import { companyWords } from "./companies.words.ts";

const LOOK_EVERY_MS = 10_000;
const api = client(companies);

/** Any other answer, a refusal too, comes from a database that is there. */
const isStillBehind = (problem: unknown): boolean =>
  !(problem instanceof ApiProblem) || problem.code === BEHIND || problem.kind === "network";

type Props = { company: string; onBack: () => void };

/** Instead of every page, while a company's database is not at this release. Looks by itself, and goes on where one was. */
export function Behind({ company, onBack }: Props) {
  const t = useWords(companyWords);
  const look = useQuery({
    queryKey: ["companies.companies", "behind"],
    queryFn: ({ signal }) =>
      api.get({}, signal).then(
        () => false,
        (problem: unknown) => isStillBehind(problem),
      ),
    refetchInterval: LOOK_EVERY_MS,
    gcTime: 0,
    staleTime: 0,
  });
  const isBack = look.data === false;
  useEffect(() => {
    if (!isBack) return;
    void cache.resetQueries({ predicate: ({ state }) => state.status === "error" });
    onBack();
  }, [isBack, onBack]);
  return (
    <Door title={t("behindTitle")} text={t("behindText", { company })}>
      <p className={styles.next} role="status">
        {t("behindNext")}
      </p>
      <Button variant="default" loading={look.isFetching} onClick={() => void look.refetch()}>
        {t("behindLook")}
      </Button>
    </Door>
  );
}
