import { client } from "#ui/api.ts";
import { notes } from "../notes.contract.ts";

const api = client(notes);

/** How often colleagues named this person since they last looked. */
export const countNewMentions = async (): Promise<number> => (await api.mentionsCount({})).count;
