import { Button } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { useGo } from "#ui/link.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { type Import, importsApi, keep, type Match } from "./imports.client.ts";
import { importWords } from "./imports.words.ts";

/** What can be done with an import at each of its steps. */
export function useVerbs() {
  const t = useWords(importWords);
  const go = useGo();
  /** The matching as it stands on the screen; null: as it was kept. */
  const matching = useRef<readonly Match[] | null>(null);

  const keepMatches = async (one: Import): Promise<Import> => {
    const matches = matching.current;
    if (one.state !== "matching" || matches === null) return one;
    const now = await importsApi.match({ id: one.id, version: one.version, matches: [...matches] });
    matching.current = null;
    return now;
  };
  const act = useMutation({
    mutationFn: async ({ one, verb }: { one: Import; verb: Verb }) => {
      const { id, version } = await keepMatches(one);
      keep(await importsApi[verb]({ id, version }));
    },
  });
  const leave = useMutation({
    mutationFn: async (one: Import) => {
      await keepMatches(one);
      go("/imports");
    },
  });
  const back = useMutation({
    mutationFn: async (one: Import) => {
      const matches = one.columns.map(({ match }) => match);
      keep(await importsApi.match({ id: one.id, version: one.version, matches }));
    },
  });
  const stop = useMutation({
    mutationFn: async ({ id }: Import) => {
      const now = await importsApi.stop({ id });
      keep(now);
      if (now.state === "done") toast(t("stopped"));
    },
  });

  const leaveButton = (one: Import) => (
    <Button variant="default" loading={leave.isPending} onClick={() => leave.mutate(one)}>
      {t("saveAndLeave")}
    </Button>
  );

  return {
    error: act.error ?? leave.error ?? back.error ?? stop.error,
    match: (matches: readonly Match[]) => {
      matching.current = matches;
    },
    stopOf: (one: Import) => (
      <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate(one)}>
        {t("stop")}
      </Button>
    ),
    actionsOf: (one: Import) => {
      if (one.state === "matching")
        return (
          <>
            {leaveButton(one)}
            <ActionButton
              blocked={one.blocked.try}
              isBusy={act.isPending}
              rightSection={<IconArrowRight size={16} stroke={1.8} />}
              onClick={() => act.mutate({ one, verb: "try" })}
            >
              {t("dryRun")}
            </ActionButton>
          </>
        );
      if (one.state !== "tried") return null;
      const { created, updated, folded } = one.counts;
      return (
        <>
          <Button variant="default" loading={back.isPending} onClick={() => back.mutate(one)}>
            {t("backToMatch")}
          </Button>
          <ActionButton
            blocked={one.blocked.run}
            isBusy={act.isPending}
            onClick={() => act.mutate({ one, verb: "run" })}
          >
            {t(one.type === "customer" ? "run" : "runRecords", {
              count: created + updated + folded + one.fixedCount,
            })}
          </ActionButton>
        </>
      );
    },
  };
}
type Verb = "try" | "run";
