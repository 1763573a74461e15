import { Link } from "./link.tsx";
import { countText } from "./numbers.ts";
import styles from "./tabs.module.css";

export type Tab = {
  readonly to: string;
  readonly label: string;
  readonly isHere: boolean;
  readonly count?: number | undefined;
};

/** Addresses side by side under the head of a page; one of them is where one is. */
export function Tabs({ label, of }: { label: string; of: readonly Tab[] }) {
  const here = of.find(({ isHere }) => isHere)?.to;
  return (
    <nav key={here} ref={showOpen} className={styles.tabs} aria-label={label}>
      {of.map(({ to, label, isHere, count }) => (
        <Link key={label} to={to} className={styles.tab} aria-current={isHere ? "page" : undefined}>
          {label}
          {count !== undefined && <span>{countText(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}

/** Where a list of places is one line that is wider than its screen, the open one must be in sight, as soon as it is there. */
export function showOpen(list: HTMLElement | null): void {
  const open = list?.querySelector("[aria-current=page]");
  open?.scrollIntoView({ block: "nearest", inline: "center" });
}
