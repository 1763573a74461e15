import type { ReactNode } from "react";
import { dayHeading, dayOf } from "./dates.ts";
import { useCalendar } from "./session.tsx";
import type { Tone } from "./status.tsx";
import styles from "./timeline.module.css";
import { When } from "./when.tsx";

export type TimelineItem = {
  key: string;
  at: string;
  /** 14–16 px icon. */
  icon: ReactNode;
  tone?: Exclude<Tone, "quiet">;
  /** A sentence; names in <b>. */
  body: ReactNode;
  note?: ReactNode;
};

/** What happened, newest first, under the days it happened on. */
export function Timeline({ of }: { of: readonly TimelineItem[] }) {
  const calendar = useCalendar();
  const days = Map.groupBy(of, ({ at }) => dayOf(at, calendar.zone));
  return [...days].map(([day, items]) => (
    <div key={day}>
      <h3 className={styles.day}>{dayHeading(day, calendar)}</h3>
      <ol className={styles.events}>
        {items.map((item) => (
          <li key={item.key} data-tone={item.tone}>
            <span className={styles.icon} aria-hidden="true">
              {item.icon}
            </span>
            <div className={styles.body}>
              <div>{item.body}</div>
              {item.note !== undefined && <div className={styles.note}>{item.note}</div>}
            </div>
            <span className={styles.when}>
              <When at={item.at} as="time" />
            </span>
          </li>
        ))}
      </ol>
    </div>
  ));
}

/** An edit: the old crossed out, the new after it. */
export const Was = ({ from, to }: { from: ReactNode; to: ReactNode }) => (
  <>
    <del className={styles.was}>{from}</del> → <span>{to}</span>
  </>
);
