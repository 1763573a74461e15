import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { customers } from "#modules/crm/customers/customers.contract.ts";
import { client } from "#ui/api.ts";
import { type FieldProps, useField } from "#ui/form/field.tsx";
import { common } from "#ui/words/common.words.ts";
import { useWords } from "#ui/words.ts";
import { orderWords } from "./orders.words.ts";

const api = client(customers);

/** One of a million customers: found by what is typed. `known` is the name of the one chosen before. */
export function CustomerField(props: FieldProps & { known?: string }) {
  const { of, name, known = "" } = props;
  const t = useWords(orderWords);
  const c = useWords(common);
  const [typed, setTyped] = useState("");
  const value = of.valueAt(name) as string | null;
  const found = useQuery({
    queryKey: ["crm.customers", "find", typed],
    queryFn: ({ signal }) => api.list({ search: typed, limit: 20 }, signal),
    placeholderData: (before) => before,
  });
  const chosen = useQuery({
    queryKey: ["crm.customers", "one", value],
    queryFn: ({ signal }) => api.get({ id: value ?? "" }, signal),
    enabled: value !== null,
  });
  const options = (found.data?.rows ?? []).map((row) => ({ value: row.id, label: labelOf(row) }));
  if (value !== null && !options.some((option) => option.value === value))
    options.unshift({ value, label: chosen.data === undefined ? known : labelOf(chosen.data) });
  return (
    <Select
      {...useField(props)}
      data={options}
      searchable
      clearable
      placeholder={t("pickCustomer")}
      nothingFoundMessage={c("nothingFits")}
      clearButtonProps={{ "aria-label": c("clear") }}
      autoComplete="off"
      // The server has searched already; what it found fits.
      filter={({ options: all }) => all}
      onSearchChange={(text) => setTyped(text === chosenLabel(chosen.data) ? "" : text)}
      value={value}
      onChange={(next) => of.set(name, next)}
    />
  );
}

type Named = { name: string; email: string | null; phone: string | null };
const labelOf = ({ name, email, phone }: Named): string =>
  [name, email ?? phone].filter(Boolean).join(" · ");
const chosenLabel = (of: Named | undefined) => (of === undefined ? "" : labelOf(of));
