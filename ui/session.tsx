import { createContext, type ReactNode, use, useMemo } from "react";
import { type Day, dayIn } from "#kernel/day.ts";
import type { Calendar } from "./dates.ts";
import { useLanguage } from "./words.ts";

/** Who is signed in and for which company, as `GET /api/accounts/me` says. */
export type Session = {
  readonly account: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly phone: string | null;
    readonly isVerified: boolean;
    readonly locale: "en" | "ms";
    /** They closed it: until then it can be opened again, and opens nothing else. */
    readonly closesAt: string | null;
  };
  readonly company: Company | null;
  /** Signs in with a second step. */
  readonly hasFactor: boolean;
  /** The company wants a second step, and there is none yet: nothing else is open. */
  readonly mustEnrol: boolean;
  readonly permissions: readonly string[];
  /** The role whose rights these are; the five have no name of their own. */
  readonly role: { readonly key: string; readonly name: string | null } | null;
  /** An Admin looks with another role's rights. */
  readonly isViewing: boolean;
  /** Classes of fields that are not seen as they are. */
  readonly unseen: readonly string[];
  readonly mailboxUrl: string | null;
};
export type Company = {
  readonly id: string;
  readonly name: string;
  readonly country: string;
  readonly zone: string;
  readonly currency: string;
  readonly region: string;
  /** It was cancelled, and is read and exported until then; null otherwise. */
  readonly endsAt: string | null;
  /** From then on it is read and exported only, unless the service is paid for. */
  readonly readOnlyAt: string | null;
  readonly isBilled: boolean;
};

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ of, children }: { of: Session | null; children: ReactNode }) {
  return <SessionContext value={of}>{children}</SessionContext>;
}

/** Null on pages without a session. */
export const useSession = (): Session | null => use(SessionContext);

export function useAccount(): Session["account"] {
  const session = use(SessionContext);
  if (session === null) throw new Error("this page needs somebody signed in");
  return session.account;
}

export function useCompany(): Company {
  const company = use(SessionContext)?.company;
  if (company === undefined || company === null) throw new Error("this page needs a company");
  return company;
}

/** Whether the person may; the server decides again. Only for what would lead nowhere, such as a menu's item. */
export const useMay = (permission: string): boolean =>
  use(SessionContext)?.permissions.includes(permission) ?? false;

/** Which of a record's fields the person sees as they are, by the classes that its contract tells. */
export function useFields(classes: Readonly<Record<string, string>>) {
  const unseen = use(SessionContext)?.unseen ?? [];
  const isSeen = (name: string): boolean => !unseen.includes(classes[name] ?? "business");
  return {
    isSeen,
    /** The reason code beside a field that cannot be changed because it is not seen. */
    whyNot: (name: string): string | null => (isSeen(name) ? null : "platform.field.masked"),
    /** What may be sent: nobody writes over what they do not see. */
    seenOf: <V extends object>(values: V): V =>
      Object.fromEntries(Object.entries(values).filter(([name]) => isSeen(name))) as V,
  };
}

/** Why the person may not, as a reason code; null when they may. The server decides again. */
export const useWhyNot = (permission: string): string | null =>
  useMay(permission) ? null : "platform.permission.missing";

/** Zone, language and today, for everything that says a date. */
export function useCalendar(): Calendar {
  const zone =
    use(SessionContext)?.company?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const language = useLanguage();
  const today = dayIn(zone, new Date());
  return useMemo(() => ({ zone, language, today }), [zone, language, today]);
}

export const useToday = (): Day => useCalendar().today;
