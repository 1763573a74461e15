import type { Action } from "#platform/actions/action.ts";
import { serve } from "#platform/actions/serve.ts";
import { failuresDoor, partDoor } from "./door.ts";
import { importActions } from "./imports.actions.ts";
import { imports } from "./imports.contract.ts";
import type { Imports } from "./imports.ts";

export const importRoutes = (of: Imports): Action[] => serve(imports, importActions(of));

export const importDoors = [partDoor, failuresDoor];
