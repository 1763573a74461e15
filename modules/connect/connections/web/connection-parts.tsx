import { Status, type Tone } from "#ui/status.tsx";
import { useWords } from "#ui/words.ts";
import type { Connection } from "./connections.client.ts";
import { connectionWords } from "./connections.words.ts";

const TONES: Readonly<Record<Connection["state"], Tone>> = {
  waiting: "warn",
  connected: "good",
  paused: "quiet",
  removed: "quiet",
};

export function ConnectionState({ of }: { of: Connection["state"] }) {
  const t = useWords(connectionWords);
  return <Status tone={TONES[of]}>{t(`state.${of}`)}</Status>;
}
