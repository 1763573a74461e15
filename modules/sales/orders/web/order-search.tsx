import { IconShoppingBag } from "@tabler/icons-react";
import { Money } from "#ui/money.tsx";
import type { Found } from "#ui/pages.ts";
import { wordsOf } from "#ui/words.ts";
import { ordersApi } from "./orders.client.ts";
import { orderWords } from "./orders.words.ts";

/** Orders in the palette: by number, name, e-mail or phone. */
export const orderSearch = {
  group: () => wordsOf(orderWords)("orders"),
  find: async (text: string, signal: AbortSignal): Promise<readonly Found[]> => {
    const { rows } = await ordersApi.list({ search: text, limit: 5 }, signal);
    return rows.map((row) => ({
      key: row.id,
      label: row.number,
      hint: (
        <>
          {row.customerName} <Money minor={row.totalMinor} currency={row.currency} />
        </>
      ),
      icon: <IconShoppingBag size={17} stroke={1.6} />,
      to: `/orders/${row.id}`,
    }));
  },
};
