import { serve } from "#platform/actions/serve.ts";
import { changeReminderPolicy, getReminderPolicy } from "./reminders.actions.ts";
import { reminders } from "./reminders.contract.ts";

export const reminderRoutes = serve(reminders, {
  get: getReminderPolicy,
  change: changeReminderPolicy,
});
