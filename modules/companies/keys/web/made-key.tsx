import { Button } from "@mantine/core";
import { Copy, CopyButton } from "#ui/copy.tsx";
import { Note } from "#ui/note.tsx";
import { Section } from "#ui/section.tsx";
import { useWords } from "#ui/words.ts";
import type { Made } from "./keys.client.ts";
import styles from "./keys.module.css";
import { keyWords } from "./keys.words.ts";

/** The only time that a key is shown, with a line that uses it. */
export function MadeKey({ of: { row, key }, onKept }: { of: Made; onKept: () => void }) {
  const t = useWords(keyWords);
  const example = `curl ${location.origin}/api/crm/customers?limit=5 \\\n  -H 'Authorization: Bearer ${key}'`;
  return (
    <Section title={t("madeTitle", { name: row.name })}>
      <div className={styles.stack} role="status">
        <Note tone="warn">{t("madeText")}</Note>
        <Copy label={t("theKey")} value={key} />
        <div>{t("example")}</div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys. */}
        <pre className={styles.example} tabIndex={0}>
          {example}
        </pre>
        <div>
          <CopyButton label={t("example")} value={example} />
        </div>
        <div>
          <Button onClick={onKept}>{t("kept")}</Button>
        </div>
      </div>
    </Section>
  );
}
