import { useQuery } from "@tanstack/react-query";
import { client } from "#ui/api.ts";
import { useMay } from "#ui/session.tsx";
import { postings } from "../postings.contract.ts";

const api = client(postings);

export const usePostings = () =>
  useQuery({
    queryKey: ["sales.postings"],
    queryFn: ({ signal }) => api.get({}, signal),
    enabled: useMay("sales.postings.read"),
  });
