import "@mantine/core/styles/Radio.layer.css";
import { Radio } from "@mantine/core";
import { useState } from "react";
import { Dialog } from "#ui/dialog.tsx";
import { Link } from "#ui/link.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import { placeOf } from "../../timeline/web/places.ts";
import type { Conflict } from "./trash.client.ts";
import styles from "./trash.module.css";
import { trashWords } from "./trash.words.ts";

type Choice = "merge" | "without";
type Props = {
  of: readonly Conflict[];
  onDo: (choice: Choice) => Promise<void>;
  onClose: () => void;
};

const SHOWN = 8;

/** Who has now what a record was known by, and what should become of both. */
export function ConflictDialog({ of, onDo, onClose }: Props) {
  const t = useWords(trashWords);
  const reason = useReason();
  const language = useLanguage();
  // Who has the same in a field of the company's own is somebody else all the same.
  const isOfFields = of.every(({ taken }) => taken.every(({ kind }) => kind === "field"));
  const [choice, choose] = useState<Choice>(isOfFields ? "without" : "merge");
  const closed = of.find(({ blocked }) => blocked.without !== null)?.blocked.without ?? null;
  const taken = of.flatMap((one) => one.taken);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("conflictTitle", { count: of.length, name: of[0]?.name ?? "" })}
      verb={t(choice === "merge" ? "merge" : "without")}
      onDo={() => onDo(choice)}
    >
      <ul className={styles.taken}>
        {taken.slice(0, SHOWN).map(({ kind, key, field, record, name }) => (
          <li key={`${record} ${kind} ${key}`}>
            {t.rich("conflict", {
              owner: (
                <Link key="owner" to={placeOf(record)} className="k-link">
                  {name || t("nameless")}
                </Link>
              ),
              what: t(`what.${kind}`, { key, field: field?.[language] ?? "" }),
            })}
          </li>
        ))}
        {taken.length > SHOWN && <li>…</li>}
      </ul>
      {isOfFields ? (
        <p>{t("withoutValue")}</p>
      ) : (
        <Radio.Group
          label={t("choose")}
          value={choice}
          onChange={(value) => choose(value === "without" ? "without" : "merge")}
        >
          <div className={styles.choices}>
            <Radio value="merge" label={t("merge")} description={t("mergeText")} />
            <Radio
              value="without"
              label={t("without")}
              description={closed === null ? t("withoutText") : reason(closed)}
              disabled={closed !== null}
            />
          </div>
        </Radio.Group>
      )}
    </Dialog>
  );
}
