import { Button } from "@mantine/core";
import { IconMapOff } from "@tabler/icons-react";
import { Empty } from "./empty.tsx";
import { useGo } from "./link.tsx";
import { Page } from "./page.tsx";
import { useWords } from "./words.ts";
import { common } from "./words/common.words.ts";

/** An address that leads nowhere, or to what this person may not see: the same words for both. */
export function NothingHere({ crumb }: { crumb?: { to: string; label: string } | undefined }) {
  const t = useWords(common);
  const go = useGo();
  return (
    <Page title={t("notFoundTitle")} {...(crumb === undefined ? {} : { crumb })}>
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
    </Page>
  );
}
