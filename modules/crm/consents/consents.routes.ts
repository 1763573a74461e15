import { serve } from "#platform/actions/serve.ts";
import { listConsents, recordConsent } from "./consents.actions.ts";
import { consents } from "./consents.contract.ts";

export const consentRoutes = serve(consents, { list: listConsents, record: recordConsent });
