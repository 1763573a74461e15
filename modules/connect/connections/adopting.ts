import { eachAlone, transaction } from "#platform/db/db.ts";
import type { House } from "#platform/house/house.ts";
import type { CompanyAccess } from "#platform/tenancy/companies.ts";
import { insertAddress, selectAddressed } from "./connections.sql.ts";

/** A company that came from elsewhere: its stores reach it at the same addresses, under this house's name. */
export async function registerAddresses(house: House, access: CompanyAccess): Promise<void> {
  const addressed = await selectAddressed(eachAlone(access.pool));
  await transaction(house.control, "read write", async (control) => {
    for (const { id, address } of addressed)
      await insertAddress(control, address, access.company.id, id, house.now());
  });
}
