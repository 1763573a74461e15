import { queryOptions } from "@tanstack/react-query";
import { accounts } from "#modules/accounts/accounts/accounts.contract.ts";
import { ApiProblem, client } from "#ui/api.ts";
import { cache } from "#ui/query.ts";
import type { Session } from "#ui/session.tsx";
import { type Language, setLanguage } from "#ui/words.ts";

const api = client(accounts);

/** Who is signed in; null is nobody. Every other failure is a failure. */
export const sessionQuery = queryOptions({
  queryKey: ["accounts.me"],
  queryFn: async (): Promise<Session | null> => {
    try {
      return await api.me({});
    } catch (problem) {
      if (problem instanceof ApiProblem && problem.kind === "unauthenticated") return null;
      throw problem;
    }
  },
  staleTime: 5 * 60_000,
});

/** Ends the session here and forgets what was shown of it, also when the server cannot be reached. */
export async function signOut(): Promise<void> {
  try {
    await api.signOut({});
  } finally {
    cache.clear();
  }
}

/** The language of the screen at once, of mails from now on. */
export async function speak(language: Language): Promise<void> {
  setLanguage(language);
  await api.changeMe({ locale: language });
}
