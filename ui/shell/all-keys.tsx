import { Modal } from "@mantine/core";
import { useFocusBack } from "../focus-back.ts";
import { Key } from "../key.tsx";
import { useSingleKeys } from "../keys.ts";
import { common } from "../words/common.words.ts";
import { useWords } from "../words.ts";
import styles from "./all-keys.module.css";
import { CREATIONS, GROUPS } from "./places.ts";
import { shellWords } from "./shell.words.ts";

/** Every key there is. */
export function AllKeys({ onClose }: { onClose: () => void }) {
  const t = useWords(shellWords);
  const [areOn] = useSingleKeys();
  useFocusBack(true);
  const sections = [
    {
      title: t("keysGeneral"),
      keys: [
        [["Ctrl K"], t("keyPalette")],
        [["/"], t("keySearch")],
        [["Ctrl Z"], t("keyUndo")],
        [["Esc"], t("keyClose")],
        [["?"], t("keyHelp")],
      ],
    },
    {
      title: t("keysGo"),
      keys: GROUPS.flatMap(({ places }) => places).map((place) => [
        ["G", place.key.toUpperCase()],
        t(place.label),
      ]),
    },
    {
      title: t("keysNew"),
      keys: CREATIONS.map((creation) => [["N", creation.key.toUpperCase()], t(creation.label)]),
    },
    {
      title: t("keysList"),
      keys: [
        [["J", "K", "↓", "↑"], t("keyMove")],
        [["↵"], t("keyOpen")],
        [["␣"], t("keyPeek")],
        [["X"], t("keyPick")],
        [["⇧ X", "⇧ ↓"], t("keyRange")],
        [["Ctrl A"], t("keyAll")],
        [["F"], t("keyFilter")],
      ],
    },
    {
      title: t("keysRecord"),
      keys: [
        [["E"], t("keyEdit")],
        [["[", "]"], t("keyNeighbours")],
        [["Ctrl S"], t("keySave")],
      ],
    },
  ] as { title: string; keys: [string[], string][] }[];
  return (
    <Modal
      opened
      returnFocus={false}
      onClose={onClose}
      title={t("allKeys")}
      size={640}
      closeButtonProps={{ "aria-label": useWords(common)("close") }}
    >
      {!areOn && <p className={styles.off}>{t("keysOff")}</p>}
      <div className={styles.sections}>
        {sections.map(({ title, keys }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([names, what]) => (
                <div key={what}>
                  <dt>{what}</dt>
                  <dd>
                    {names.map((name) => (
                      <Key key={name} of={name} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
