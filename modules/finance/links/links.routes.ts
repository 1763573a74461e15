import { serve } from "#platform/actions/serve.ts";
import type { RawDoor } from "#platform/http/raw.ts";
import type { Carried } from "./carried.ts";
import { answerDoor, eInvoiceDoor, pageDoor, pdfDoor, styleDoor } from "./door.ts";
import { linkActions } from "./links.actions.ts";
import { links } from "./links.contract.ts";

export const linkRoutes = (all: readonly Carried[]) => {
  const actions = linkActions(all);
  return serve(links, {
    get: actions.getLink,
    open: actions.openLink,
    revoke: actions.revokeLink,
  });
};

export const linkDoors = (all: readonly Carried[]): readonly RawDoor[] => [
  styleDoor,
  pageDoor(all),
  pdfDoor(all),
  eInvoiceDoor(all),
  answerDoor(all),
];
