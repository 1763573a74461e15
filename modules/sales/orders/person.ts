import type { Db } from "#platform/db/db.ts";
import { type Keeper, type Mark, recordsOf } from "#platform/privacy/keeper.ts";
import { gatherPayments } from "../payments/person.ts";
import { eraseRefundWords, gatherRefunds } from "../refunds/person.ts";
import {
  gatherCharges,
  gatherLines,
  gatherOrders,
  markErased,
  selectBuyerMarks,
  selectBuyersElsewhere,
  selectOrdersOf,
} from "./person.sql.ts";

/** What they bought: the law wants its amounts kept, and nothing in them needs a name. */
export const orderKeeper: Keeper = {
  part: "sales.orders",
  tables: {
    orders: {
      fate: "masked",
      why: "books",
      masks: [
        "name",
        "email",
        "phone",
        "phone_text",
        "billing",
        "shipping",
        "note",
        "source_note",
        "tags",
        "custom",
      ],
      stays: [
        ...["number", "external_id", "channel", "status", "payment_status", "fulfilment_status"],
        ...["source_status", "currency", "payment_method", "discount_codes", "joined_by"],
        ...["source_tie", "search_text"],
      ],
    },
    order_lines: { fate: "kept", why: "books" },
    order_charges: { fate: "kept", why: "books" },
    payments: { fate: "kept", why: "books" },
    refunds: {
      fate: "masked",
      why: "books",
      masks: ["reason"],
      stays: ["order_external_id", "external_id", "currency", "lines", "source_tie"],
    },
  },
  marks: buyerMarks,
  find: async (db, person) => ({
    order: (await selectOrdersOf(db, person)).map(({ id }) => id),
  }),
  elsewhere: async (db, customers, connectionId) =>
    (await selectBuyersElsewhere(db, customers, connectionId)).map(({ id }) => id),
  gather: async ({ db }, person) => {
    const ids = recordsOf(person, "order");
    return {
      orders: rowsOf(await gatherOrders(db, ids)),
      order_lines: rowsOf(await gatherLines(db, ids)),
      order_charges: rowsOf(await gatherCharges(db, ids)),
      payments: await gatherPayments(db, ids),
      refunds: await gatherRefunds(db, ids),
    };
  },
  erase: async (ctx, person, at) => {
    const ids = recordsOf(person, "order");
    const refunds = await eraseRefundWords(ctx, ids);
    const orders = await markErased(ctx.db, ids, at);
    ctx.tell("sales.orders");
    return { orders, refunds };
  },
};

const PAGE = 5_000;
const FIRST = "00000000-0000-0000-0000-000000000000";

async function* buyerMarks(db: Db): AsyncGenerator<Mark[]> {
  let after = FIRST;
  for (;;) {
    const page = await selectBuyerMarks(db, after, PAGE);
    yield page.flatMap(({ email, phone }): Mark[] => [
      ...(email === null ? [] : [{ kind: "email", key: email } as const]),
      ...(phone === null ? [] : [{ kind: "phone", key: phone } as const]),
    ]);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = last.id;
  }
}

const rowsOf = (rows: readonly { row: object }[]): object[] => rows.map(({ row }) => row);
