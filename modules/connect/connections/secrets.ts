import assert from "node:assert/strict";
import type { CompanyColumn } from "#platform/crypto/sealed-columns.ts";
import type { Sealer } from "#platform/crypto/sealer.ts";
import { newSecret } from "./connections.rules.ts";

type Column = "secret" | "previous_secret";

export const sealedSecrets: readonly CompanyColumn[] = [
  {
    in: "company",
    table: "connections",
    column: "secret",
    kind: "text",
    takesIn: (sealer, row, _, of) =>
      of("address") === null ? null : freshSecret(sealer, row, "secret"),
  },
  {
    in: "company",
    table: "connections",
    column: "previous_secret",
    kind: "text",
    takesIn: (sealer, row, _, of) =>
      of("previous_secret_until") === null ? null : freshSecret(sealer, row, "previous_secret"),
  },
];

/** Of a company that came from elsewhere: its stores' secrets stayed there, so they are told new ones. */
const freshSecret = (sealer: Sealer, row: string, column: Column): Buffer =>
  Buffer.from(sealSecret(sealer, row, column, newSecret()));

/** A store's signing secret, sealed with the company's key and bound to its row and column. */
export const sealSecret = (sealer: Sealer, id: string, column: Column, plain: string): string =>
  sealer.seal({ table: "connections", column, row: id }, plain);

export function openSecret(
  sealer: Sealer,
  id: string,
  column: Column,
  sealed: string | null,
): string {
  assert(sealed !== null, `connection ${id} has no ${column}`);
  return sealer.open({ table: "connections", column, row: id }, sealed);
}
