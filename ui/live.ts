import type { InfiniteData } from "@tanstack/react-query";
import { useEffect } from "react";
import { cache, refresh } from "./query.ts";

const PAUSE_MS = 700;
const AGAIN_MS = 10_000;
const LONG_LIST_PAGES = 5;

/**
 * Keeps open screens current: the server says which topics changed, and what is shown of them is
 * asked for again. Changes in quick succession are asked for once; after a break everything is, as
 * what was said meanwhile is lost.
 */
export function useLive(): void {
  useEffect(() => {
    const gathered = gatherer();
    let line = new EventSource("/api/live");
    let hasBroken = false;
    let again: ReturnType<typeof setTimeout> | undefined;
    const listen = () => {
      line.onopen = () => {
        if (hasBroken) void cache.invalidateQueries();
        hasBroken = false;
      };
      line.onerror = () => {
        hasBroken = true;
        // The browser itself tries again after a broken line, but not after a refusal.
        if (line.readyState === EventSource.CLOSED) again = setTimeout(reopen, AGAIN_MS);
      };
      // The session ended, or works for no company or another one: whoever draws the frame sees it by this.
      line.addEventListener("ended", () => void refresh("accounts.me"));
      line.onmessage = ({ data }) => gathered.add(topicsOf(String(data)));
    };
    const reopen = () => {
      line = new EventSource("/api/live");
      listen();
    };
    listen();
    return () => {
      line.close();
      clearTimeout(again);
      gathered.stop();
    };
  }, []);
}

/** The first change shows at once, those that follow it together. */
function gatherer() {
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    if (changed.size === 0) return;
    void askAgain(new Set(changed));
    changed.clear();
    timer = setTimeout(tell, PAUSE_MS);
  };
  return {
    add(topics: readonly string[]) {
      for (const topic of topics) changed.add(topic);
      if (timer === undefined) tell();
    },
    stop: () => clearTimeout(timer),
  };
}

/** A list that was scrolled far is asked for again when it is next used: its pages would be asked for one by one. */
function askAgain(said: ReadonlySet<string>): Promise<unknown> {
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
