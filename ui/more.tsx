import { ActionIcon } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Menu, type MenuItem } from "./menu.tsx";
import { common } from "./words/common.words.ts";
import { useWords } from "./words.ts";

export type MoreItem = MenuItem;

/** The verbs of a page that are not its first: `⋯`. */
export function More({ items, label }: { items: readonly MoreItem[]; label?: string }) {
  const t = useWords(common);
  const name = label ?? t("moreActions");
  return (
    <Menu
      label={name}
      items={items}
      button={(opener) => (
        <ActionIcon {...opener} aria-label={name} title={name}>
          <IconDots size={18} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      )}
    />
  );
}
