import { Autocomplete } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { products } from "#modules/catalog/products/products.contract.ts";
import { client, type Received } from "#ui/api.ts";
import { type FieldProps, useField } from "#ui/form/field.tsx";
import { useWords } from "#ui/words.ts";
import { invoiceWords } from "./invoices.words.ts";

const api = client(products);
export const productOf = (id: string) => api.get({ id });
export type FoundProduct = Received<typeof products.list>["rows"][number];

/** What a line is about: a product that is chosen, or anything that is typed. */
export function ProductField({
  onPick,
  ...props
}: FieldProps & { onPick: (product: FoundProduct) => void }) {
  const { of, name } = props;
  const t = useWords(invoiceWords);
  const typed = String(of.valueAt(name) ?? "");
  const { data } = useQuery({
    queryKey: ["catalog.products", "find", typed],
    queryFn: ({ signal }) => api.list({ search: typed, limit: 10 }, signal),
    enabled: typed.trim().length > 1,
    placeholderData: (before) => before,
  });
  const found = data?.rows ?? [];
  const pick = (title: string) => {
    const product = found.find((one) => one.title === title);
    if (product !== undefined) onPick(product);
  };
  return (
    <Autocomplete
      {...useField(props)}
      autoComplete="off"
      placeholder={t("pickProduct")}
      data={[...new Set(found.map(({ title }) => title))]}
      filter={({ options }) => options}
      value={typed}
      onChange={(text) => of.set(name, text)}
      onOptionSubmit={pick}
    />
  );
}
