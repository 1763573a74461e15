import { client } from "#ui/api.ts";
import { sessions } from "../sessions.contract.ts";

export const sessionsApi = client(sessions);
