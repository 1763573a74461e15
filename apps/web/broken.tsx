import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { ApiProblem } from "#ui/api.ts";
import { Empty } from "#ui/empty.tsx";
import { common } from "#ui/words/common.words.ts";
import { useReason } from "#ui/words/reasons.words.ts";
import { useWords } from "#ui/words.ts";
import styles from "./broken.module.css";

/** A page that threw, or an app whose server does not answer. */
export function Broken({ error }: { error: unknown }) {
  const t = useWords(common);
  const reason = useReason();
  return (
    <div className={styles.broken} role="alert">
      <Empty
        tone="bad"
        icon={<IconAlertTriangle size={20} stroke={1.6} />}
        title={t("brokenTitle")}
        actions={
          <Button variant="default" onClick={() => location.reload()}>
            {t("brokenGo")}
          </Button>
        }
      >
        {error instanceof ApiProblem ? reason(error.code) : t("brokenText")}
      </Empty>
    </div>
  );
}
