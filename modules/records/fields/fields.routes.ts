import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import {
  bringBackField,
  changeField,
  countUsage,
  createField,
  findRecords,
  getField,
  listFields,
  nameRecords,
  orderFields,
  purgeField,
  retireField,
} from "./fields.actions.ts";
import { recordFields } from "./fields.contract.ts";

export const fieldRoutes: Action[] = serve(recordFields, {
  list: listFields,
  usage: countUsage,
  find: findRecords,
  titles: nameRecords,
  get: getField,
  create: createField,
  change: changeField,
  order: orderFields,
  retire: retireField,
  bringBack: bringBackField,
  purge: purgeField,
});
