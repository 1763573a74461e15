import type { Log } from "#platform/log/log.ts";
import type { Signals } from "#platform/tenancy/signals.ts";
import type { Live } from "./live.ts";

const CHANNEL = "kaunter_live";
const GATHER_MS = 100;
/** PostgreSQL carries less than 8,000 bytes in one message. */
const MESSAGE_BYTES_MAX = 7_500;

type Hearer = (topics: readonly string[]) => void;

/** Gathers for a moment, so that a thousand orders a second ask a screen to look ten times and not a thousand. */
export function createLive(signals: Signals, log: Log): Live & { close(): Promise<void> } {
  const hearers = new Map<string, Set<Hearer>>();
  const gathered = new Map<string, Set<string>>();
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();

  const stop = signals.on(CHANNEL, (message) => {
    const { from, companyId, topics } = JSON.parse(message) as Message;
    // Its own screens have been told without this way round.
    if (from !== signals.self) tell(companyId, topics);
  });

  function tell(companyId: string, topics: readonly string[]): void {
    for (const hear of hearers.get(companyId) ?? []) hear(topics);
  }

  function send(): void {
    timer = undefined;
    const batch = [...gathered].map(([companyId, topics]) => ({ companyId, topics: [...topics] }));
    gathered.clear();
    for (const { companyId, topics } of batch) tell(companyId, topics);
    const messages = batch
      .map((message) => JSON.stringify({ from: signals.self, ...message }))
      .filter((message) => Buffer.byteLength(message) <= MESSAGE_BYTES_MAX);
    sending = signals
      .send(CHANNEL, messages)
      .catch((error: unknown) => log.warn({ err: error }, "open screens elsewhere were not told"));
  }

  return {
    publish: (companyId, topics) => {
      const known = gathered.get(companyId) ?? new Set();
      for (const topic of topics) known.add(topic);
      gathered.set(companyId, known);
      timer ??= setTimeout(send, GATHER_MS);
    },
    subscribe: (companyId, onTopics) => {
      const known = hearers.get(companyId) ?? new Set();
      known.add(onTopics);
      hearers.set(companyId, known);
      return () => {
        known.delete(onTopics);
        if (known.size === 0 && hearers.get(companyId) === known) hearers.delete(companyId);
      };
    },
    close: async () => {
      stop();
      clearTimeout(timer);
      if (timer !== undefined) send();
      await sending;
    },
  };
}

type Message = { readonly from: string; readonly companyId: string; readonly topics: string[] };
