import { useQueries } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { Link } from "../link.tsx";
import { countText } from "../numbers.ts";
import type { ModulePages } from "../pages.ts";
import { useSession } from "../session.tsx";
import { useWords } from "../words.ts";
import styles from "./nav.module.css";
import { GROUPS, isAt } from "./places.ts";
import { shellWords } from "./shell.words.ts";

export type NeedsYou = NonNullable<ModulePages["needsYou"]>[number];

/** The places this person may look at; a number means "needs you". */
export function Nav({ needsYou, onPick }: { needsYou: readonly NeedsYou[]; onPick?: () => void }) {
  const t = useWords(shellWords);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const may = useMayAll();
  const counts = useNeedsYou(needsYou.filter(({ needs }) => may(needs)));
  return (
    <nav className={styles.nav} aria-label={t("main")}>
      {GROUPS.map(({ label, places }) => {
        const open = places.filter(({ needs }) => may(needs));
        if (open.length === 0) return null;
        return (
          <div key={label ?? "top"} className={styles.group}>
            {label !== null && <div className={styles.label}>{t(label)}</div>}
            {open.map(({ to, label: name, icon: Icon }) => {
              const count = counts.get(to) ?? 0;
              return (
                <Link
                  key={to}
                  to={to}
                  className={styles.item}
                  aria-current={isAt(path, to) ? "page" : undefined}
                  onClick={onPick}
                >
                  <Icon size={17} stroke={1.6} aria-hidden="true" />
                  <span>{t(name)}</span>
                  {count > 0 && (
                    <em role="img" aria-label={t("needsYou", { count })}>
                      {countText(count)}
                    </em>
                  )}
                </Link>
              );
            })}
          </div>
        );
      })}
    </nav>
  );
}

export function useMayAll(): (needs: string | null) => boolean {
  const permissions = useSession()?.permissions ?? [];
  return (needs) => needs === null || permissions.includes(needs);
}

function useNeedsYou(sources: readonly NeedsYou[]): ReadonlyMap<string, number> {
  const counts = useQueries({
    queries: sources.map(({ to, topic, count }) => ({
      queryKey: [topic, "needs you", to],
      queryFn: count,
      retry: false,
    })),
  });
  return new Map(sources.map(({ to }, at) => [to, counts[at]?.data ?? 0]));
}
