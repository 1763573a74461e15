import { IconAlertTriangle, IconCheck, IconInfoCircle, IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import styles from "./note.module.css";

const ICONS = { bad: IconX, warn: IconAlertTriangle, good: IconCheck, quiet: IconInfoCircle };

type Props = {
  tone?: keyof typeof ICONS;
  /** What repairs it: one or two buttons. */
  actions?: ReactNode;
  children: ReactNode;
};

/** What happened, what was kept, what to do; with the repair inside. A bad one is read out at once. */
export function Note({ tone = "quiet", actions, children }: Props) {
  const Icon = ICONS[tone];
  return (
    <div className={styles.note} data-tone={tone} role={tone === "bad" ? "alert" : undefined}>
      <Icon size={17} stroke={1.8} aria-hidden="true" />
      <div className={styles.text}>
        <div>{children}</div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </div>
    </div>
  );
}
