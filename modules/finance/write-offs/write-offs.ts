export { selectWriteOffsOf as writeOffsOf } from "./write-offs.sql.ts";
