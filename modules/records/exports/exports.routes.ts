import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import type { RawDoor } from "#platform/http/raw.ts";
import { exportDoor } from "./door.ts";
import { exportActions } from "./exports.actions.ts";
import { recordExports } from "./exports.contract.ts";
import type { Exports } from "./exports.ts";

export const exportRoutes = (of: Exports): Action[] => serve(recordExports, exportActions(of));
export const exportDoors: readonly RawDoor[] = [exportDoor];
