import { serve } from "#platform/actions/serve.ts";
import {
  changeSecret,
  createConnection,
  getConnection,
  listConnections,
  pauseConnection,
  removeConnection,
  renameConnection,
  resumeConnection,
  showSecret,
} from "./connections.actions.ts";
import { connections } from "./connections.contract.ts";

export const connectionRoutes = serve(connections, {
  list: listConnections,
  get: getConnection,
  create: createConnection,
  rename: renameConnection,
  showSecret,
  newSecret: changeSecret,
  pause: pauseConnection,
  resume: resumeConnection,
  remove: removeConnection,
});
