import { IconArchive, IconRestore } from "@tabler/icons-react";
import type { MoreItem } from "./more.tsx";
import { toast } from "./toasts.tsx";

type Verb = "archive" | "restore";
type Props<Id> = {
  of: {
    id: Id;
    version: number;
    archivedAt: string | null;
    blocked: Readonly<Record<Verb, string | null>>;
  };
  api: Readonly<Record<Verb, (at: { id: Id; version: number }) => Promise<{ version: number }>>>;
  words: Readonly<Record<Verb | "archived" | "restored", string>>;
  refresh: () => unknown;
  tell: (problem: unknown) => void;
};

/** The verb among the others of a record that takes it out of daily work, or back; its toast undoes it. */
export function archiveItem<Id>({ of, api, words, refresh, tell }: Props<Id>): MoreItem {
  const { id, version, archivedAt, blocked } = of;
  const [verb, back, done] =
    archivedAt === null
      ? (["archive", "restore", "archived"] as const)
      : (["restore", "archive", "restored"] as const);
  const Icon = verb === "archive" ? IconArchive : IconRestore;
  const run = async () => {
    const after = await api[verb]({ id, version }).catch(tell);
    if (after === undefined) return;
    tell(null);
    refresh();
    toast(words[done], async () => {
      await api[back]({ id, version: after.version });
      refresh();
    });
  };
  return {
    label: words[verb],
    icon: <Icon size={16} stroke={1.6} />,
    blocked: blocked[verb],
    onClick: () => void run(),
  };
}
