import type { CompanyColumn } from "#platform/crypto/sealed-columns.ts";
import type { Place, Sealer } from "#platform/crypto/sealer.ts";
import type { BankDetails } from "./suppliers.contract.ts";

export { lockSupplier as lockSupplierFor, selectSupplier as supplierOf } from "./suppliers.sql.ts";

export const TOPIC = "finance.suppliers";

/** Where suppliers are paid to: handed out to a company that takes everything along. */
export const sealedSuppliers: readonly CompanyColumn[] = [
  {
    in: "company",
    table: "suppliers",
    column: "bank_sealed",
    kind: "text",
    handsOut: (sealer, row, sealed) =>
      Buffer.from(sealer.open(placeOf(row), sealed.toString("utf8"))),
    takesIn: (sealer, row, plain) =>
      plain === null ? null : Buffer.from(sealer.seal(placeOf(row), plain.toString("utf8"))),
  },
];

const placeOf = (row: string): Place => ({ table: "suppliers", column: "bank_sealed", row });

export const sealBank = (sealer: Sealer, id: string, details: BankDetails): string =>
  sealer.seal(placeOf(id), JSON.stringify(details));

export const openBank = (sealer: Sealer, id: string, sealed: string): BankDetails =>
  JSON.parse(sealer.open(placeOf(id), sealed)) as BankDetails;
