import { useQuery } from "@tanstack/react-query";
import { ApiProblem, client, type Received } from "#ui/api.ts";
import { refresh } from "#ui/query.ts";
import { attachments, FILE_MAX_BYTES } from "../attachments.contract.ts";

export const attachmentsApi = client(attachments);
export type Attachment = Received<typeof attachments.list>["rows"][number];

export const useAttachments = (subject: string, deleted = false) =>
  useQuery({
    queryKey: ["records.attachments", subject, deleted],
    queryFn: ({ signal }) =>
      attachmentsApi.list({ subject, deleted: `${deleted}` as never }, signal),
  });

export const refreshAttachments = () => refresh("records.attachments", "records.timeline");

/** The address of a file, good for one opening. */
export const addressOf = async (id: string): Promise<string> =>
  (await attachmentsApi.open({ id })).path;

type Sending = {
  readonly subject: string;
  readonly note: string | null;
  readonly file: File;
  readonly tell: (sentBytes: number) => void;
};

/** Sends a file piece by piece, and has it kept when all of it is there. */
export async function attach({ subject, note, file, tell }: Sending): Promise<void> {
  if (file.size === 0) throw new ApiProblem(400, "invalid", "records.attachment.is_empty");
  if (file.size > FILE_MAX_BYTES)
    throw new ApiProblem(400, "invalid", "records.attachment.too_large");
  const begun = { subject, note, fileName: file.name || "file", bytes: file.size };
  const { id, upload, partBytes } = await attachmentsApi.begin(begun);
  for (let position = 0; position * partBytes < file.size; position += 1) {
    const start = position * partBytes;
    const piece = file.slice(start, start + partBytes);
    await sendPiece(`/api/records/attachments/parts/${upload}/${position}`, piece, (bytes) =>
      tell(start + bytes),
    );
  }
  await attachmentsApi.finish({ id });
  await refreshAttachments();
}

/** Each after the other, to a note that stands. */
export async function attachAll(
  subject: string,
  note: string,
  files: readonly File[],
): Promise<void> {
  for (const file of files) await attach({ subject, note, file, tell: () => undefined });
}

const TRIES = 4;
const PAUSE_MS = 800;

/** A piece that got lost is sent again. */
async function sendPiece(place: string, piece: Blob, tell: (bytes: number) => void): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const status = await post(place, piece, tell);
    if (status === 204) return;
    const mayMend = status === 0 || status === 429 || status >= 500;
    if (!mayMend || tries >= TRIES) throw new ApiProblem(status, "network", "network.unreachable");
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
  }
}

/** `fetch` does not tell how far a body has been sent. */
function post(place: string, piece: Blob, tell: (bytes: number) => void): Promise<number> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", place);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.addEventListener("progress", ({ loaded }) => tell(loaded));
    request.addEventListener("loadend", () => resolve(request.status));
    request.send(piece);
  });
}
