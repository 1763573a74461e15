export { deleteExpiredChanges as forgetEmailChanges } from "./emails.sql.ts";
