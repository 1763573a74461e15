import { IconTrash } from "@tabler/icons-react";
import type { BulkVerb } from "#ui/list/types.ts";
import type { MoreItem } from "#ui/more.tsx";
import { toast } from "#ui/toasts.tsx";
import { useWords, wordsOf } from "#ui/words.ts";
import { refreshAll, trashApi } from "./trash.client.ts";
import { trashWords } from "./trash.words.ts";

type Moved = { readonly count: number; readonly ids: readonly string[] };

/** A record's own way to the trash, for its `⋯`. */
export function useToTrash(move: () => Promise<Moved>, name: string): MoreItem {
  const t = useWords(trashWords);
  return {
    label: t("toTrash"),
    icon: <IconTrash size={16} />,
    onClick: () => void move().then((moved) => say(moved, t("moved", { name }))),
    isDanger: true,
  };
}

/** The way to the trash of whatever is picked in a list. */
export function toTrashOf(move: (ids: string[]) => Promise<Moved>): BulkVerb {
  return {
    label: wordsOf(trashWords)("toTrash"),
    icon: <IconTrash size={16} stroke={1.6} />,
    run: async ({ ids, letGo }) => {
      if (ids === null) return;
      const moved = await move(ids);
      letGo();
      await say(moved, wordsOf(trashWords)("movedMany", { count: moved.count }));
    },
  };
}

/** Says it, and takes exactly that back when somebody undoes it. */
async function say({ ids }: Moved, text: string): Promise<void> {
  await refreshAll();
  const undo = async () => {
    const { conflicts } = await trashApi.restore({ records: [...ids] });
    await refreshAll();
    // What stands in their way is settled in the trash itself.
    const count = conflicts.length;
    if (count > 0) toast(wordsOf(trashWords)("stillInTrash", { count }));
  };
  toast(text, ids.length > 0 ? undo : undefined);
}
