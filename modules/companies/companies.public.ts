export { requireMember } from "./roles/colleagues.ts";
