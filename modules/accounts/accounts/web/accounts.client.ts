import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { useGo } from "#ui/link.tsx";
import { cache } from "#ui/query.ts";
import { accounts } from "../accounts.contract.ts";

export type Me = Received<typeof accounts.me>;

export const accountsApi = client(accounts);

const ME = ["accounts.me"];

/** What the whole app knows of who is signed in is this answer; null is nobody. */
export const keepMe = (me: Me | null): void => {
  cache.setQueryData(ME, me);
};

/** Forgets what was shown. Who is signed in stays a query: the frames look at it, and must not be left with one that is gone. */
export function become(me: Me | null): void {
  cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== ME[0] });
  keepMe(me);
}

/** Whoever was shown here before is forgotten; the app opens where it was asked for. */
export function useEnter(): (me: Me, to?: string) => void {
  const go = useGo();
  return (me, to = "/") => {
    become(me);
    go(placeFor(me, to), { replace: true });
  };
}

function placeFor(me: Me, to: string): string {
  if (me.account.closesAt !== null) return "/closed";
  if (me.mustEnrol) return "/two-step";
  return me.company === null ? withoutCompany(me, to) : ownPlace(to);
}

/** Not proved yet; or proved, and belonging to no company (any more): then an invitation can still be answered. */
const withoutCompany = ({ account }: Me, to: string): string => {
  if (!account.isVerified) return "/verify";
  return to === "/invitation" ? to : "/companies";
};

/** Only a place of this app: an address that was handed in must not lead elsewhere. */
const ownPlace = (to: string): string => (/^\/(?![/\\])/.test(to) ? to : "/");

export const useSignUpChoices = () =>
  useQuery({
    queryKey: ["accounts.sign_up"],
    queryFn: ({ signal }) => accountsApi.signUpChoices({}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
