import { queryOptions } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { memberships } from "../memberships.contract.ts";

export const membershipsApi = client(memberships);
export type Memberships = Received<typeof memberships.list>;
export type Membership = Memberships["rows"][number];

export const membershipsQuery = queryOptions({
  queryKey: ["companies.memberships"],
  queryFn: ({ signal }) => membershipsApi.list({}, signal),
});

/** The whole app begins anew: nothing that was shown of one company is left in the other. */
export async function switchTo(id: string): Promise<void> {
  await membershipsApi.switch({ id });
  beginAnew();
}

export const beginAnew = (): void => location.assign("/");
