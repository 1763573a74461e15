import { NativeSelect } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useWords } from "#ui/words.ts";
import { type Import, importsApi, keep } from "./imports.client.ts";
import styles from "./imports.module.css";
import { importWords } from "./imports.words.ts";

/** Reads the file anew, as another sheet. */
export function SheetPicker({ of }: { of: Import }) {
  const t = useWords(importWords);
  const again = useMutation({
    mutationFn: (sheet: string) => importsApi.read({ id: of.id, version: of.version, sheet }),
    onSuccess: keep,
  });
  if (of.file === null || of.file.sheets.length < 2) return null;
  return (
    <NativeSelect
      className={styles.fix}
      aria-label={t("sheet")}
      value={of.file.sheet ?? ""}
      data={of.file.sheets}
      onChange={({ currentTarget }) => again.mutate(currentTarget.value)}
    />
  );
}
