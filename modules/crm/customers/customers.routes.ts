import type { RecordTypes } from "#modules/records/records.public.ts";
import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import { archiveCustomers, giveCustomers, restoreCustomers, tagCustomers } from "./bulk.actions.ts";
import {
  archiveCustomer,
  changeCustomer,
  countCustomers,
  createCustomer,
  getCustomer,
  giveCustomer,
  listCustomers,
  listTags,
  restoreCustomer,
} from "./customers.actions.ts";
import { customers } from "./customers.contract.ts";
import type { MergeFollower } from "./merging.ts";
import { trashCustomers } from "./trash.actions.ts";

export const customerRoutes = (types: RecordTypes, followers: readonly MergeFollower[]): Action[] =>
  serve(customers, {
    list: listCustomers(types),
    count: countCustomers(types),
    get: getCustomer,
    create: createCustomer,
    change: changeCustomer(followers),
    give: giveCustomer,
    giveMany: giveCustomers,
    archive: archiveCustomer,
    restore: restoreCustomer,
    tags: listTags,
    tag: tagCustomers,
    trash: trashCustomers,
    archiveMany: archiveCustomers,
    restoreMany: restoreCustomers,
  });
