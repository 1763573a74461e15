import { serve } from "#platform/actions/serve.ts";
import {
  countDuplicates,
  decideDuplicate,
  findDuplicates,
  listDuplicates,
} from "./duplicates.actions.ts";
import { duplicates } from "./duplicates.contract.ts";

export const duplicateRoutes = serve(duplicates, {
  list: listDuplicates,
  count: countDuplicates,
  decide: decideDuplicate,
  find: findDuplicates,
});
