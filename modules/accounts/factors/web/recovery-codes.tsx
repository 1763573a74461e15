import { Button } from "@mantine/core";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { CopyButton } from "#ui/copy.tsx";
import { useAccount } from "#ui/session.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./factors.module.css";
import { factorWords } from "./factors.words.ts";

type Props = { codes: readonly string[]; onKept: () => void };

/** Shown once: to copy, to save, to print. */
export function RecoveryCodes({ codes, onKept }: Props) {
  const t = useWords(factorWords);
  const { email } = useAccount();
  const text = `${t("fileHead", { email })}\n\n${codes.join("\n")}\n`;
  return (
    <div className={`recovery ${styles.keep}`}>
      <strong>{t("codesTitle")}</strong>
      <p>{t("codesText")}</p>
      <ol className={styles.codes} aria-label={t("codes")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className={styles.verbs}>
        <CopyButton label={t("codes")} value={text} />
        <Button
          variant="default"
          leftSection={<IconDownload size={15} stroke={1.6} aria-hidden="true" />}
          onClick={() => save("kaunter-recovery-codes.txt", text)}
        >
          {t("download")}
        </Button>
        <Button
          variant="default"
          leftSection={<IconPrinter size={15} stroke={1.6} aria-hidden="true" />}
          onClick={() => window.print()}
        >
          {t("print")}
        </Button>
      </div>
      <div className={styles.verbs}>
        <Button onClick={onKept}>{t("kept")}</Button>
      </div>
    </div>
  );
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
