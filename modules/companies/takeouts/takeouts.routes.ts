import { serve } from "#platform/actions/serve.ts";
import type { RawDoor } from "#platform/http/raw.ts";
import { takeoutDoor } from "./door.ts";
import { linkTakeout, listTakeouts, makeTakeout } from "./takeouts.actions.ts";
import { takeouts } from "./takeouts.contract.ts";

export const takeoutRoutes = serve(takeouts, {
  list: listTakeouts,
  make: makeTakeout,
  link: linkTakeout,
});
export const takeoutDoors: readonly RawDoor[] = [takeoutDoor];
