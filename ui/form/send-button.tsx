import { Button, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";
import type { Form } from "./use-form.ts";

type Props = ButtonProps & {
  // biome-ignore lint/suspicious/noExplicitAny: a form of any values.
  of: Form<any, any>;
  children: ReactNode;
};

/** Sends a form from anywhere on the page, also from the head. */
export const SendButton = ({ of, children, ...rest }: Props) => (
  <Button {...rest} type="submit" form={of.id} loading={of.isSending}>
    {children}
  </Button>
);
