import { serve } from "#platform/actions/serve.ts";
import { getHome } from "./home.actions.ts";
import { home } from "./home.contract.ts";

export const homeRoutes = serve(home, { get: getHome });
