import { queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ApiProblem, client, type Received } from "#ui/api.ts";
import { invitations, invited } from "../invitations.contract.ts";
import { members } from "../members.contract.ts";

export const membersApi = client(members);
export const invitationsApi = client(invitations);
export const invitedApi = client(invited);
export type Member = Received<typeof members.list>["rows"][number];
export type Invitation = Received<typeof invitations.list>["rows"][number];
export type Look = Received<typeof invited.look>;

const TOPIC = "companies.members";

export const useMembers = (search: string) =>
  useInfiniteQuery({
    queryKey: [TOPIC, "list", search],
    queryFn: ({ pageParam, signal }) =>
      membersApi.list(
        {
          ...(search === "" ? {} : { search }),
          ...(pageParam === null ? {} : { after: pageParam }),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });

export const useInvitations = () =>
  useQuery({
    queryKey: [TOPIC, "invitations"],
    queryFn: ({ signal }) => invitationsApi.list({}, signal),
  });

export const lookQuery = (token: string) =>
  queryOptions({
    queryKey: ["companies.invitation", token],
    queryFn: () => invitedApi.look({ token }),
    retry: false,
    staleTime: 0,
  });

/** Addresses out of whatever was pasted: a list, a column, `Amir <amir@…>`. */
export const addressesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\s,;<>"]+/)
      .map((part) => part.trim().toLowerCase())
      .filter((part) => part.includes("@")),
  ),
];

const ADDRESS = /^[^\s@]+@[^\s@]+\.[^\s@.]+$/;
export const areAddresses = (emails: readonly string[]): boolean =>
  emails.every((email) => ADDRESS.test(email));

/** Which of many addresses the server does not take is said at the one field they were pasted into. */
export async function inviteAll(emails: string[], role: string) {
  try {
    return await invitationsApi.invite({ emails, role });
  } catch (problem) {
    if (!(problem instanceof ApiProblem)) throw problem;
    const details = problem.fields.map(({ path, code }) => ({ path: path.slice(0, 1), code }));
    throw details.length === 0
      ? problem
      : new ApiProblem(problem.status, problem.kind, problem.code, details);
  }
}
