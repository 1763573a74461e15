import type { Reason } from "#kernel/errors.ts";

/** The one decision: null when the actor may, else why not. */
export const whyNotMay = (
  actor: { readonly permissions: ReadonlySet<string> },
  permission: string,
): Reason | null => (actor.permissions.has(permission) ? null : "platform.permission.missing");
