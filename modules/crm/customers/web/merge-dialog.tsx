import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Dialog } from "#ui/dialog.tsx";
import { useGo } from "#ui/link.tsx";
import { useWords } from "#ui/words.ts";
import { nameOf } from "./customer-name.ts";
import { type CustomerRow, customersApi } from "./customers.client.ts";
import { customerWords } from "./customers.words.ts";
import { mergingWords } from "./merging.words.ts";

/** Who else it is: found by what is typed, then shown beside this one. */
export function MergeDialog({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const t = useWords(mergingWords);
  const c = useWords(customerWords);
  const go = useGo();
  const [typed, setTyped] = useState("");
  const [other, choose] = useState<string | null>(null);
  const found = useQuery({
    queryKey: ["crm.customers", "find", typed],
    queryFn: ({ signal }) => customersApi.list({ search: typed, limit: 20 }, signal),
    placeholderData: (before) => before,
  });
  const label = (row: CustomerRow) =>
    [nameOf(row, c), row.email ?? row.phone].filter(Boolean).join(" · ");
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("mergeWithTitle")}
      verb={t("compare")}
      onDo={() => {
        if (other !== null) void go(`/customers/${customerId}/merge/${other}`);
      }}
    >
      <Select
        label={t("search")}
        description={t("searchHelp")}
        searchable
        data-autofocus
        autoComplete="off"
        nothingFoundMessage={t("nobodyFits")}
        data={(found.data?.rows ?? [])
          .filter(({ id }) => id !== customerId)
          .map((row) => ({ value: row.id, label: label(row) }))}
        filter={({ options }) => options}
        onSearchChange={setTyped}
        value={other}
        onChange={choose}
      />
    </Dialog>
  );
}
