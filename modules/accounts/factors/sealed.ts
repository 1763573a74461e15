import { type HouseColumn, houseColumn } from "#platform/crypto/sealed-columns.ts";

export const sealedFactors: readonly HouseColumn[] = [
  houseColumn("factors", "sealed", "factors", "account_id"),
  houseColumn("factor_enrolments", "sealed", "factors", "account_id"),
];
