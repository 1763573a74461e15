import { type Keeper, recordsOf } from "#platform/privacy/keeper.ts";
import {
  gatherSuppliers,
  markErased,
  selectSupplierEmails,
  selectSuppliersOf,
} from "./person.sql.ts";
import { TOPIC } from "./suppliers.ts";

/**
 * Whom the company asks at a supplier, and how they are reached. The law wants papers kept with the name of who asked for the
 * money; how that person is reached, and where their money went, it does not.
 */
export const supplierKeeper: Keeper = {
  part: "finance.suppliers",
  tables: {
    suppliers: {
      fate: "masked",
      why: "books",
      masks: [
        ...["contact_name", "email", "phone", "street", "street2", "postcode"],
        ...["note", "bank_sealed", "bank_hint"],
      ],
      stays: ["name", "registration", "tax_number", "city", "state", "country", "currency"],
    },
    bills: {
      fate: "masked",
      why: "books",
      masks: [],
      stays: [
        "rate_source",
        ...["kind", "status", "supplier", "number", "number_key", "currency", "reference", "note"],
        ...["content", "figures"],
      ],
    },
    disbursements: { fate: "kept", why: "books" },
    supplier_refunds: { fate: "kept", why: "books" },
    bill_allocations: { fate: "kept", why: "books" },
  },
  marks: supplierMarks,
  find: async (db, person) => ({
    supplier: (await selectSuppliersOf(db, person)).map(({ id }) => id),
  }),
  gather: async ({ db }, person) => ({
    suppliers: (await gatherSuppliers(db, recordsOf(person, "supplier"))).map(({ row }) => row),
  }),
  erase: async (ctx, person, at) => {
    const suppliers = await markErased(ctx.db, recordsOf(person, "supplier"), at);
    if (suppliers > 0) ctx.tell(TOPIC);
    return { suppliers };
  },
};

async function* supplierMarks(db: Parameters<NonNullable<Keeper["marks"]>>[0]) {
  const rows = await selectSupplierEmails(db);
  yield rows.map(({ email }) => ({ kind: "email" as const, key: email }));
}
