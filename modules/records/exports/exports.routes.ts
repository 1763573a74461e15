import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import type { RawDoor } from "#platform/http/raw.ts";
import type { RecordTypes } from "../types/types.ts";
import { exportDoor } from "./door.ts";
import { exportActions } from "./exports.actions.ts";
import { recordExports } from "./exports.contract.ts";

export const exportRoutes = (types: RecordTypes): Action[] =>
  serve(recordExports, exportActions(types));
export const exportDoors: readonly RawDoor[] = [exportDoor];
