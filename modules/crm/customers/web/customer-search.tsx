import { Face } from "#ui/face.tsx";
import type { Found } from "#ui/pages.ts";
import { wordsOf } from "#ui/words.ts";
import { nameOf } from "./customer-name.ts";
import { customersApi } from "./customers.client.ts";
import { customerWords } from "./customers.words.ts";

/** Customers in the palette: by name, e-mail, phone or city. */
export const customerSearch = {
  group: () => wordsOf(customerWords)("customers"),
  find: async (text: string, signal: AbortSignal): Promise<readonly Found[]> => {
    const { rows } = await customersApi.list({ search: text, limit: 5 }, signal);
    const t = wordsOf(customerWords);
    return rows.map((row) => ({
      key: row.id,
      label: nameOf(row, t),
      hint: row.email ?? row.phone ?? row.city,
      icon: <Face name={nameOf(row, t)} />,
      to: `/customers/${row.id}`,
    }));
  },
};
