import { serve } from "#platform/actions/serve.ts";
import type { RecordTypes } from "../types/types.ts";
import type { Changers } from "./changed.ts";
import {
  bringBackRows,
  changedActions,
  closeLookback,
  listLookbackRows,
  openLookback,
  showLookback,
} from "./lookbacks.actions.ts";
import { lookbacks } from "./lookbacks.contract.ts";

export const lookbackRoutes = (types: RecordTypes, changers: Changers) =>
  serve(lookbacks, {
    ...changedActions(types, changers),
    get: showLookback,
    open: openLookback,
    close: closeLookback,
    rows: listLookbackRows,
    bringBack: bringBackRows,
  });
