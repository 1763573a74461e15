import { useEffect, useRef } from "react";

/**
 * When a dialog closes, the focus returns to where it was when it opened. Mantine's own return does
 * not know of a dialog that was fetched and shown in one go.
 */
export function useFocusBack(isOpen: boolean): void {
  const from = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  // Read while drawing: what is inside may take the focus as soon as it stands.
  if (isOpen && !wasOpen.current) from.current = document.activeElement;
  wasOpen.current = isOpen;
  useEffect(() => {
    if (!isOpen) return undefined;
    return () => {
      setTimeout(() => {
        const now = document.activeElement;
        const isLost =
          now === null || now === document.body || now.closest("[role=dialog]") !== null;
        if (isLost && from.current instanceof HTMLElement && from.current.isConnected)
          from.current.focus({ preventScroll: true });
      }, 0);
    };
  }, [isOpen]);
}
