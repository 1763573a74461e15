import { lazy, type ReactNode, Suspense, useRef } from "react";

/** Fetched when a dialog is first opened: no page needs one to be shown. */
const DialogModal = lazy(() =>
  import("./dialog-modal.tsx").then((file) => ({ default: file.DialogModal })),
);

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  /** The question, or the name of what is made here. */
  title: string;
  /** The verb, naming what will happen: "Remove the store". Left out: the content brings its own buttons. */
  verb?: string;
  isDanger?: boolean;
  /** What the verb does. The dialog stays with the reason when it is refused, and closes when it is done. */
  onDo?: () => Promise<unknown> | void;
  children?: ReactNode;
};

/** Asked only where undo cannot reach, or for something short to fill in. */
export function Dialog(props: DialogProps) {
  const wasOpen = useRef(false);
  wasOpen.current ||= props.isOpen;
  // Once opened it stays, so that it can leave as it came.
  if (!wasOpen.current) return null;
  return (
    <Suspense>
      <DialogModal {...props} />
    </Suspense>
  );
}
