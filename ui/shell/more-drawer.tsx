import { Drawer } from "@mantine/core";
import { useFocusBack } from "../focus-back.ts";
import { useCompany } from "../session.tsx";
import { useWords } from "../words.ts";
import styles from "./more-drawer.module.css";
import { Nav, type NeedsYou } from "./nav.tsx";
import { Person, type PersonProps } from "./person.tsx";
import { shellWords } from "./shell.words.ts";

type Props = PersonProps & { needsYou: readonly NeedsYou[]; onClose: () => void };

/** All places and the person, on a phone. */
export function MoreDrawer({ needsYou, onClose, ...person }: Props) {
  const t = useWords(shellWords);
  useFocusBack(true);
  return (
    <Drawer
      opened
      returnFocus={false}
      onClose={onClose}
      position="left"
      size={288}
      title={useCompany().name}
      closeButtonProps={{ "aria-label": t("closeMenu") }}
    >
      <div className={styles.more}>
        <Nav needsYou={needsYou} onPick={onClose} />
        <Person {...person} />
      </div>
    </Drawer>
  );
}
