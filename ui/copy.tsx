import { ActionIcon, Button } from "@mantine/core";
import { IconCheck, IconCopy, IconEye, IconEyeOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import styles from "./copy.module.css";
import { common } from "./words/common.words.ts";
import { useWords } from "./words.ts";

type Props = {
  /** What it is, for a screen reader: "Delivery URL". */
  label: string;
  value: string;
  /** A secret shows as dots until somebody asks. */
  isSecret?: boolean;
};

/** Something to paste elsewhere: an address, a secret. */
export function Copy({ label, value, isSecret = false }: Props) {
  const t = useWords(common);
  const [isShown, setShown] = useState(!isSecret);
  const Eye = isShown ? IconEyeOff : IconEye;
  return (
    <div className={styles.copy}>
      <input
        className={styles.value}
        readOnly
        aria-label={label}
        value={isShown ? value : "•".repeat(24)}
        onFocus={(event) => event.currentTarget.select()}
      />
      {isSecret && (
        <ActionIcon
          size={28}
          aria-label={`${isShown ? t("hide") : t("show")}: ${label}`}
          onClick={() => setShown(!isShown)}
        >
          <Eye size={16} stroke={1.6} />
        </ActionIcon>
      )}
      <CopyButton label={label} value={value} />
    </div>
  );
}

/** The button alone, for a body or an id. */
export function CopyButton({ label, value }: { label: string; value: string }) {
  const t = useWords(common);
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return undefined;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = async () => setCopied(await copied(value));
  const Icon = isCopied ? IconCheck : IconCopy;
  return (
    <Button
      variant="default"
      aria-label={`${t("copy")}: ${label}`}
      leftSection={<Icon size={15} stroke={1.6} aria-hidden="true" />}
      onClick={() => void copy()}
    >
      <span aria-live="polite">{isCopied ? t("copied") : t("copy")}</span>
    </Button>
  );
}

/** The clipboard is refused on plain http away from loopback; selecting the text and copying still works there. */
async function copied(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = value;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}
