import { useEffect } from "react";
import { cache, refresh } from "./query.ts";

/**
 * Keeps open screens current: the server says which topics changed, and what is shown of them is
 * asked for again. After a break everything is, as what was said meanwhile is lost.
 */
export function useLive(): void {
  useEffect(() => {
    const line = new EventSource("/api/live");
    let hasBroken = false;
    line.onopen = () => {
      if (hasBroken) void cache.invalidateQueries();
      hasBroken = false;
    };
    line.onerror = () => {
      hasBroken = true;
    };
    line.onmessage = ({ data }) => {
      const topics = topicsOf(String(data));
      if (topics.length > 0) void refresh(...topics);
    };
    return () => line.close();
  }, []);
}

function topicsOf(data: string): readonly string[] {
  try {
    const said = JSON.parse(data) as { topics?: unknown };
    return Array.isArray(said.topics) ? said.topics.map(String) : [];
  } catch {
    return [];
  }
}
