import { Link as RouterLink, useNavigate, useParams } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, ComponentProps, Ref } from "react";

type Props = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "href"> & {
  /** A place in the house, with its query: `/orders?status=open`. */
  to: string;
  ref?: Ref<HTMLAnchorElement>;
};

/** A link inside the house. It fetches its page when somebody means to follow it. */
export function Link({ to, ...rest }: Props) {
  const props = { ...placeOf(to), ...rest, activeOptions: { exact: true, includeSearch: true } };
  return <RouterLink {...(props as unknown as ComponentProps<typeof RouterLink>)} />;
}

/** Goes somewhere after a deed: `go("/orders/ord_…")`, `go("/orders", { replace: true })`. */
export function useGo(): (to: string, how?: { replace?: boolean }) => void {
  const navigate = useNavigate();
  return (to, how = {}) => void navigate({ ...placeOf(to), ...how });
}

/** A part of the address: `useParam("customerId")` of `/customers/$customerId`. */
export function useParam(name: string): string {
  const params = useParams({ strict: false }) as Readonly<Record<string, string | undefined>>;
  const value = params[name];
  if (value === undefined) throw new Error(`the address has no ${name}`);
  return value;
}

const placeOf = (to: string) => {
  const [path = "/", query = ""] = to.split("?");
  return { to: path, search: Object.fromEntries(new URLSearchParams(query)) };
};
