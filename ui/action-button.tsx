import { Button, type ButtonProps } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useId } from "react";
import styles from "./action-button.module.css";
import { isOfRole, WhyNotLink } from "./why-not.tsx";
import { useReason } from "./words/reasons.words.ts";

type Props = Omit<ButtonProps, "disabled"> & {
  /** A reason code of the reply; null when the verb is open. */
  blocked?: string | null;
  onClick: () => void;
  isBusy?: boolean;
  /** The reason under the button's tooltip only, where there is no room beside it. */
  quiet?: boolean;
  "aria-label"?: string;
  children: ReactNode;
};

/** A verb. A refused one stays focusable and says why beside it, rather than hiding. */
export function ActionButton(props: Props) {
  const { blocked = null, onClick, isBusy = false, quiet = false, children, ...rest } = props;
  const reasonId = useId();
  const reason = useReason()(blocked);
  // A reason of the role is told when it is asked for: it would stand beside every verb.
  const isUnseen = quiet || (blocked !== null && isOfRole(blocked));
  return (
    <span className={styles.action}>
      <Button
        {...rest}
        loading={isBusy}
        {...(reason === null ? {} : { "aria-disabled": true, "aria-describedby": reasonId })}
        {...(isUnseen && reason !== null ? { title: reason } : {})}
        onClick={reason === null ? onClick : undefined}
      >
        {children}
      </Button>
      {reason !== null && (
        <span id={reasonId} className={isUnseen ? styles.unseen : styles.reason}>
          {!isUnseen && <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />}
          {reason}
        </span>
      )}
      {!quiet && <WhyNotLink code={blocked} />}
    </span>
  );
}
