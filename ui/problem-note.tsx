import { Button } from "@mantine/core";
import { ApiProblem } from "./api.ts";
import { Note } from "./note.tsx";
import { WhyNotLink } from "./why-not.tsx";
import { common } from "./words/common.words.ts";
import { useReason } from "./words/reasons.words.ts";
import { useWords } from "./words.ts";

type Props = { of: unknown; onRetry?: (() => void) | undefined };

/** The code of anything that was thrown. */
export const codeOf = (problem: unknown): string =>
  problem instanceof ApiProblem ? problem.code : "network.not_understood";

/** A failure in words, with "Try again" where that may help. Nothing when there is none. */
export function ProblemNote({ of, onRetry }: Props) {
  const reason = useReason();
  const t = useWords(common);
  if (of === null || of === undefined) return null;
  const retry =
    onRetry === undefined ? undefined : (
      <Button variant="default" onClick={onRetry}>
        {t("tryAgain")}
      </Button>
    );
  return (
    <Note tone="bad" actions={retry}>
      {reason(codeOf(of))} <WhyNotLink code={codeOf(of)} />
    </Note>
  );
}
