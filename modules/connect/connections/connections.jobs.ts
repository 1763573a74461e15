import { z } from "zod";
import { inCompany } from "#platform/actions/action.ts";
import { transaction } from "#platform/db/db.ts";
import { job } from "#platform/jobs/jobs.ts";
import { deleteAddresses, selectAddresses, selectLiveAddresses } from "./connections.sql.ts";

const REST_MS = 3_600_000;

/**
 * Takes addresses away that no live connection stands behind: of removed connections, and of those whose making failed
 * after its address was registered. Younger than an hour they stay, for the making may still be under way.
 */
export const sweepAddresses = job(
  "connect.connections.sweep_addresses",
  z.object({}),
  async (house, caller) => {
    const { id: companyId } = caller.access.company;
    const before = new Date(caller.now.getTime() - REST_MS);
    const registered = await transaction(house.control, "read only", (control) =>
      selectAddresses(control, companyId, before),
    );
    const addresses = registered.map(({ address }) => address);
    const { output: live } = await inCompany(
      house,
      caller,
      "connect.connections.sweep_addresses",
      "read only",
      (ctx) => selectLiveAddresses(ctx.db, addresses),
    );
    const dead = addresses.filter((address) => !live.has(address));
    await transaction(house.control, "read write", (control) =>
      deleteAddresses(control, companyId, dead, before),
    );
  },
);

export const connectionJobs = [sweepAddresses];
