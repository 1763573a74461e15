import { serve } from "#platform/actions/serve.ts";
import { undoWriteOff, writeOffInvoice } from "./write-offs.actions.ts";
import { writeOffs } from "./write-offs.contract.ts";

export const writeOffRoutes = serve(writeOffs, { create: writeOffInvoice, undo: undoWriteOff });
