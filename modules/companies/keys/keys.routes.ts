import { serve } from "#platform/actions/serve.ts";
import { listKeys, makeKey, revokeKey } from "./keys.actions.ts";
import { keys } from "./keys.contract.ts";

export const keyRoutes = serve(keys, { list: listKeys, make: makeKey, revoke: revokeKey });
