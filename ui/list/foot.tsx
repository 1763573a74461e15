import type { ReactNode } from "react";
import { Key } from "../key.tsx";
import { useSingleKeys } from "../keys.ts";
import { useWords } from "../words.ts";
import styles from "./list.module.css";
import { listWords } from "./list.words.ts";
import type { Counted } from "./types.ts";

type Props = {
  loaded: number;
  hasMore: boolean;
  noun: { one: string; many: string };
  counted: Counted | undefined;
  sums: ReactNode;
  canPick: boolean;
  /** No rows to walk through: only how many there are. */
  isQuiet?: boolean;
};

/** How many of how many, what they come to, and the keys. */
export function Foot({ loaded, hasMore, noun, counted, sums, canPick, isQuiet = false }: Props) {
  const t = useWords(listWords);
  const [hasKeys] = useSingleKeys();
  const total = counted?.count ?? (hasMore ? null : loaded);
  const said = () => {
    if (total === null) return t("loaded", { shown: loaded });
    const all = counted?.allCount;
    if (all !== undefined && all !== total) return t("countOf", { shown: total, total: all });
    return t("count", { total, noun: total === 1 ? noun.one : noun.many });
  };
  return (
    <div className={styles.foot}>
      <span role="status">{said()}</span>
      {sums !== null && sums !== undefined && <span>{sums}</span>}
      {hasKeys && !isQuiet && (
        <span className={styles.keys} aria-hidden="true">
          <span>
            <Key of="J" />
            <Key of="K" /> {t("move")}
          </span>
          {canPick && (
            <span>
              <Key of="X" /> {t("pick")}
            </span>
          )}
          <span>
            <Key of="↵" /> {t("open")}
          </span>
          <span>
            <Key of="?" /> {t("allKeys")}
          </span>
        </span>
      )}
    </div>
  );
}
