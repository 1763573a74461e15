// What connect lends to the modules above it.

export { messages } from "./deliveries/drill.ts";
