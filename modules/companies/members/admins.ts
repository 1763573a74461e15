import type { Db } from "#platform/db/db.ts";
import { type Admin, selectAdmins } from "./admins.sql.ts";

export type { Admin };

/** To whom is written what the company has to see to. */
export const adminsOf = (control: Db, companyId: string): Promise<Admin[]> =>
  selectAdmins(control, companyId);
