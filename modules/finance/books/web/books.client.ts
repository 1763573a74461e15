import { useQuery } from "@tanstack/react-query";
import { client, type Received } from "#ui/api.ts";
import { books } from "../books.contract.ts";

export const booksApi = client(books);
export type Books = Received<typeof books.get>;

export const useBooks = () =>
  useQuery({
    queryKey: ["finance.books", "state"],
    queryFn: ({ signal }) => booksApi.get({}, signal),
  });
