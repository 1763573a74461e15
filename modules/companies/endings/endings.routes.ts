import { serve } from "#platform/actions/serve.ts";
import type { RawDoor } from "#platform/http/raw.ts";
import { certificateDoor } from "./door.ts";
import { cancelCompany, showEnding, undoCancelling } from "./endings.actions.ts";
import { endings } from "./endings.contract.ts";

export const endingRoutes = serve(endings, {
  get: showEnding,
  cancel: cancelCompany,
  undo: undoCancelling,
});
export const endingDoors: readonly RawDoor[] = [certificateDoor];
