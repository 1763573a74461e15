import { serve } from "#platform/actions/serve.ts";
import { getBooks, switchOnBooks } from "./books.actions.ts";
import { books } from "./books.contract.ts";

export const bookRoutes = serve(books, { get: getBooks, switchOn: switchOnBooks });
