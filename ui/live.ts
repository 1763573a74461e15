import type { InfiniteData } from "@tanstack/react-query";
import { useEffect } from "react";
import { cache } from "./query.ts";

const PAUSE_MS = 700;
const LONG_LIST_PAGES = 5;

/**
 * Keeps open screens current: the server says which topics changed, and what is shown of them is
 * asked for again. Changes in quick succession are asked for once; after a break everything is, as
 * what was said meanwhile is lost.
 */
export function useLive(): void {
  useEffect(() => {
    const line = new EventSource("/api/live");
    const changed = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let hasBroken = false;
    const tell = () => {
      timer = undefined;
      void askAgain(changed);
      changed.clear();
    };
    line.onopen = () => {
      if (hasBroken) void cache.invalidateQueries();
      hasBroken = false;
    };
    line.onerror = () => {
      hasBroken = true;
    };
    line.onmessage = ({ data }) => {
      const isFirst = timer === undefined;
      for (const topic of topicsOf(String(data))) changed.add(topic);
      if (!isFirst || changed.size === 0) return;
      // The first change shows at once, those that follow it together.
      tell();
      timer = setTimeout(tell, PAUSE_MS);
    };
    return () => {
      line.close();
      clearTimeout(timer);
    };
  }, []);
}

/** A list that was scrolled far is asked for again when it is next used: its pages would be asked for one by one. */
function askAgain(topics: ReadonlySet<string>): Promise<unknown> {
  const said = new Set(topics);
  if (said.size === 0) return Promise.resolve();
  const isOf = (query: { queryKey: readonly unknown[] }) => said.has(String(query.queryKey[0]));
  return Promise.all([
    cache.invalidateQueries({
      predicate: (query) => isOf(query) && !isLong(query.state.data),
    }),
    cache.invalidateQueries({
      predicate: (query) => isOf(query) && isLong(query.state.data),
      refetchType: "none",
    }),
  ]);
}

function isLong(data: unknown): boolean {
  const pages = (data as InfiniteData<unknown> | undefined)?.pages;
  return Array.isArray(pages) && pages.length > LONG_LIST_PAGES;
}

function topicsOf(data: string): readonly string[] {
  try {
    const said = JSON.parse(data) as { topics?: unknown };
    return Array.isArray(said.topics) ? said.topics.map(String) : [];
  } catch {
    return [];
  }
}
