import { serve } from "#platform/actions/serve.ts";
import {
  bringBackRows,
  closeLookback,
  listLookbackRows,
  openLookback,
  showLookback,
} from "./lookbacks.actions.ts";
import { lookbacks } from "./lookbacks.contract.ts";

export const lookbackRoutes = serve(lookbacks, {
  get: showLookback,
  open: openLookback,
  close: closeLookback,
  rows: listLookbackRows,
  bringBack: bringBackRows,
});
