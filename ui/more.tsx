import { ActionIcon, Menu } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { common } from "./words/common.words.ts";
import { useReason } from "./words/reasons.words.ts";
import { useWords } from "./words.ts";

export type MoreItem = {
  label: string;
  icon?: ReactNode;
  onClick: () => void;
  /** A reason code: the item stays, says why, and does nothing. */
  blocked?: string | null;
  isDanger?: boolean;
};

/** The verbs of a page that are not its first: `⋯`. */
export function More({ items, label }: { items: readonly MoreItem[]; label?: string }) {
  const t = useWords(common);
  const reason = useReason();
  const name = label ?? t("moreActions");
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon aria-label={name} title={name}>
          <IconDots size={18} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {items.map(({ blocked = null, isDanger = false, ...item }) => (
          <Menu.Item
            key={item.label}
            leftSection={item.icon}
            aria-disabled={blocked !== null || undefined}
            closeMenuOnClick={blocked === null}
            {...(isDanger ? { c: "var(--k-bad)" } : {})}
            onClick={() => blocked === null && item.onClick()}
          >
            {item.label}
            {blocked !== null && <small className="k-why">{reason(blocked)}</small>}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
