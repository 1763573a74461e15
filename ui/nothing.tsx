import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { Empty } from "./empty.tsx";
import { useGo } from "./link.tsx";
import { common } from "./words/common.words.ts";
import { useWords } from "./words.ts";

/** An address that leads nowhere, or to what this person may not see: the same words for both. */
export function Nothing({ crumb }: { crumb?: { to: string; label: string } | undefined }) {
  const t = useWords(common);
  const go = useGo();
  return (
    <Empty
      icon={<IconMapOff size={20} stroke={1.6} />}
      title={t("notFoundTitle")}
      actions={
        <Button variant="default" onClick={() => go(crumb?.to ?? "/")}>
          {crumb === undefined ? t("notFoundGo") : t("backTo", { name: crumb.label })}
        </Button>
      }
    >
      {t("notFoundText")}
    </Empty>
  );
}
