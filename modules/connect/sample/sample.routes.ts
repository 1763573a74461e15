import { serve } from "#platform/actions/serve.ts";
import { getSample, loadSample, removeSample } from "./sample.actions.ts";
import { sample } from "./sample.contract.ts";

export const sampleRoutes = serve(sample, {
  get: getSample,
  load: loadSample,
  remove: removeSample,
});
