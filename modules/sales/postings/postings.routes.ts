import { serve } from "#platform/actions/serve.ts";
import { fillPostings, getPostings } from "./postings.actions.ts";
import { postings } from "./postings.contract.ts";

export const postingRoutes = serve(postings, { get: getPostings, fill: fillPostings });
