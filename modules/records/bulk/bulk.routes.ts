import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import type { RecordTypes } from "../types/types.ts";
import { bulkActions } from "./bulk.actions.ts";
import { recordBulk } from "./bulk.contract.ts";
import type { BulkTypes } from "./bulk.ts";

export const bulkRoutes = (types: RecordTypes, lent: BulkTypes): Action[] =>
  serve(recordBulk, bulkActions(types, lent));
