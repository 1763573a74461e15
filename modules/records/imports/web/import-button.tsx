import { Button } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useGo } from "#ui/link.tsx";
import { useMay } from "#ui/session.tsx";
import { useWords, words } from "#ui/words.ts";

const buttonWords = words("records.imports.button", {
  en: { import: "Import" },
  ms: { import: "Import" },
});

/** The way from a list to bringing more into it. */
export function ImportButton({ type }: { type: "customer" | "order" | "product" }) {
  const t = useWords(buttonWords);
  const go = useGo();
  if (!useMay("records.imports.run")) return null;
  return (
    <Button
      variant="default"
      visibleFrom="sm"
      leftSection={<IconFileImport size={16} stroke={1.8} />}
      onClick={() => go(`/imports/new?type=${type}`)}
    >
      {t("import")}
    </Button>
  );
}
