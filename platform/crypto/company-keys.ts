import type { Workshop } from "#platform/tenancy/clones.ts";
import type { CompanyKey } from "./company-sealer.ts";

/** Every key that opens a value of the company now. */
export async function companyKeysOf(
  { control, sealer }: Workshop,
  companyId: string,
): Promise<CompanyKey[]> {
  const { rows } = await control.query<{ id: number; wrapped: string }>(
    "select key_id as id, wrapped_key as wrapped from company_keys where company_id = $1",
    [companyId],
  );
  return rows.map(({ id, wrapped }) => sealer.unwrapCompanyKey(companyId, id, wrapped));
}

/** Those that a rotation took away since: what is put back was sealed with them. The newest goes on sealing. */
export async function bringBackKeys(
  { control, sealer }: Workshop,
  companyId: string,
  keys: readonly CompanyKey[],
): Promise<void> {
  for (const { id, bytes } of keys)
    await control.query(
      `insert into company_keys (company_id, key_id, wrapped_key, created_at, seals_at)
       values ($1, $2, $3, now(), now()) on conflict do nothing`,
      [companyId, id, sealer.wrapCompanyKey(companyId, id, bytes)],
    );
}

export async function companyKeysCount(
  { control }: Pick<Workshop, "control">,
  companyId: string,
): Promise<number> {
  const { rows } = await control.query<{ count: number }>(
    "select count(*)::int as count from company_keys where company_id = $1",
    [companyId],
  );
  return rows[0]?.count ?? 0;
}
