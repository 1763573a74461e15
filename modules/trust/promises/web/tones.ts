import type { Tone } from "#ui/status.tsx";
import type { State } from "./promises.client.ts";

export const TONE_OF: Readonly<Record<State, Tone>> = {
  kept: "good",
  degraded: "warn",
  unproven: "quiet",
  duty: "accent",
};
