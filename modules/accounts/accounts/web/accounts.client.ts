import { useQuery } from "@tanstack/react-query";
import { client, type Received, type Sent } from "#ui/api.ts";
import { useGo } from "#ui/link.tsx";
import { cache } from "#ui/query.ts";
import { accounts } from "../accounts.contract.ts";

export type Me = Received<typeof accounts.me>;
export type SignUp = Sent<typeof accounts.signUp>;

export const accountsApi = client(accounts);

const ME = ["accounts.me"];

/** What the whole app knows of who is signed in is this answer. */
export const keepMe = (me: Me): void => {
  cache.setQueryData(ME, me);
};

/** Whoever was shown here before is forgotten; the app opens where it was asked for. */
export function useEnter(): (me: Me, to?: string) => void {
  const go = useGo();
  return (me, to = "/") => {
    cache.clear();
    keepMe(me);
    go(me.company === null ? "/verify" : ownPlace(to), { replace: true });
  };
}

/** Only a place of this app: an address that was handed in must not lead elsewhere. */
const ownPlace = (to: string): string => (/^\/(?![/\\])/.test(to) ? to : "/");

export const useSignUpChoices = () =>
  useQuery({
    queryKey: ["accounts.sign_up"],
    queryFn: ({ signal }) => accountsApi.signUpChoices({}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
