import { ApiProblem } from "#ui/api.ts";

export type Upload = {
  readonly file: File;
  /** What opens the door for its bytes. */
  readonly upload: string;
  readonly partBytes: number;
};

const TRIES = 4;
const PAUSE_MS = 800;

/** Sends a file piece by piece; a piece that got lost is sent again. `tell` hears how many bytes have left. */
export async function send(
  { file, upload, partBytes }: Upload,
  from: number,
  tell: (bytes: number, pieces: number) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let position = from; position * partBytes < file.size; position += 1) {
    const start = position * partBytes;
    const piece = file.slice(start, start + partBytes);
    await sendPiece(`/api/records/imports/parts/${upload}/${position}`, piece, signal, (bytes) =>
      tell(start + bytes, position),
    );
    tell(start + piece.size, position + 1);
  }
}

async function sendPiece(
  place: string,
  piece: Blob,
  signal: AbortSignal,
  tell: (bytes: number) => void,
): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const status = await post(place, piece, signal, tell);
    if (status === 204) return;
    if (signal.aborted) throw new DOMException("", "AbortError");
    const mayMend = status === 0 || status === 429 || status >= 500;
    if (!mayMend || tries >= TRIES) throw new ApiProblem(status, "network", "network.unreachable");
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
  }
}

/** `fetch` does not tell how far a body has been sent. */
function post(
  place: string,
  piece: Blob,
  signal: AbortSignal,
  tell: (bytes: number) => void,
): Promise<number> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", place);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded }) => tell(loaded));
    request.addEventListener("loadend", () => resolve(request.status));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(piece);
  });
}
