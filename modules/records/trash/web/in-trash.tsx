import { Button } from "@mantine/core";
import { ActionButton } from "#ui/action-button.tsx";
import { Link } from "#ui/link.tsx";
import { Note } from "#ui/note.tsx";
import { When } from "#ui/when.tsx";
import { useWords } from "#ui/words.ts";
import { useRestoring } from "./restoring.tsx";
import { useTrashed } from "./trash.client.ts";
import styles from "./trash.module.css";
import { trashWords } from "./trash.words.ts";

/** Of what has a page of its own. */
const TEXTS = {
  customer: "inTrashCustomer",
  order: "inTrashOrder",
  product: "inTrashProduct",
  subscription: "inTrashSubscription",
  connection: "inTrashConnection",
} as const;

/** On the page of a record that was deleted: since when, by whom, what that means, and the way back. */
export function InTrash({ record, name }: { record: string; name: string }) {
  const t = useWords(trashWords);
  const trashed = useTrashed(record);
  const { restore, dialog } = useRestoring();
  if (trashed.data === undefined) return null;
  const { type, actorName, trashedAt, daysLeft, blocked } = trashed.data;
  return (
    <div className={styles.bar}>
      <Note
        actions={
          <>
            <ActionButton blocked={blocked.restore} onClick={() => restore([record], name)}>
              {t("restore")}
            </ActionButton>
            <Button variant="default" component={Link} to="/trash">
              {t("trash")}
            </Button>
          </>
        }
      >
        {t.rich("inTrash", {
          when: <When key="when" at={trashedAt} />,
          who: <b key="who">{actorName}</b>,
          left: t("daysLeft", { count: daysLeft }),
        })}
        <br />
        {type in TEXTS && t(TEXTS[type as keyof typeof TEXTS])}
      </Note>
      {dialog}
    </div>
  );
}
