import { serve } from "#platform/actions/serve.ts";
import {
  changeRole,
  createRole,
  listRoles,
  myRole,
  removeRole,
  stopViewing,
  viewAsRole,
} from "./roles.actions.ts";
import { roles } from "./roles.contract.ts";
import { listTeams, setTeam } from "./teams.actions.ts";

export const roleRoutes = serve(roles, {
  list: listRoles,
  create: createRole,
  change: changeRole,
  remove: removeRole,
  view: viewAsRole,
  stopViewing,
  teams: listTeams,
  setTeam,
  mine: myRole,
});
