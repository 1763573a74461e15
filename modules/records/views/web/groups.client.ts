import { client, type Sent } from "#ui/api.ts";
import { recordViews } from "../views.contract.ts";

const api = client(recordViews);

/** How many records have which value of a field. */
export const groupsOf = (asked: Sent<typeof recordViews.groups>, signal?: AbortSignal) =>
  api.groups(asked, signal);
