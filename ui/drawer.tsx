import { Drawer as MantineDrawer } from "@mantine/core";
import type { ReactNode } from "react";
import { useFocusBack } from "./focus-back.ts";
import { common } from "./words/common.words.ts";
import { useWords } from "./words.ts";

type Props = { isOpen: boolean; onClose: () => void; title: string; children: ReactNode };

/** Something to look at beside the page, from the right. */
export function Drawer({ isOpen, onClose, title, children }: Props) {
  const t = useWords(common);
  useFocusBack(isOpen);
  return (
    <MantineDrawer
      returnFocus={false}
      opened={isOpen}
      onClose={onClose}
      title={title}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {children}
    </MantineDrawer>
  );
}
