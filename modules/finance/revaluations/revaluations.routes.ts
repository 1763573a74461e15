import { serve } from "#platform/actions/serve.ts";
import {
  bookRevaluation,
  getRevaluation,
  listRevaluations,
  previewRevaluation,
  undoRevaluation,
} from "./revaluations.actions.ts";
import { revaluations } from "./revaluations.contract.ts";

export const revaluationRoutes = serve(revaluations, {
  list: listRevaluations,
  preview: previewRevaluation,
  get: getRevaluation,
  book: bookRevaluation,
  undo: undoRevaluation,
});
