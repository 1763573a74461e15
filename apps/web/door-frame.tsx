import { useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { SessionProvider } from "#ui/session.tsx";
import { sessionQuery } from "./session.ts";

/** Pages without a session, and those between signing up and the verified address. */
export function DoorFrame() {
  const { data: session = null } = useQuery(sessionQuery);
  return (
    <SessionProvider of={session}>
      <Outlet />
    </SessionProvider>
  );
}
