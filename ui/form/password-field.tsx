import { ActionIcon, TextInput } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { useState } from "react";
import { common } from "../words/common.words.ts";
import { useWords } from "../words.ts";
import { type FieldProps, useField } from "./field.tsx";
import { textOf } from "./text-field.tsx";

type Props = FieldProps & {
  autoComplete: "current-password" | "new-password";
  autoFocus?: boolean;
};

export function PasswordField(props: Props) {
  const t = useWords(common);
  const [isShown, setShown] = useState(false);
  const { of, name } = props;
  const Eye = isShown ? IconEyeOff : IconEye;
  const label = isShown ? t("hidePassword") : t("showPassword");
  return (
    <TextInput
      {...useField(props)}
      type={isShown ? "text" : "password"}
      autoComplete={props.autoComplete}
      data-autofocus={props.autoFocus || undefined}
      value={textOf(of.valueAt(name))}
      onChange={({ currentTarget: { value } }) => of.set(name, value)}
      rightSection={
        <ActionIcon size={28} aria-label={label} onClick={() => setShown(!isShown)}>
          <Eye size={17} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      }
    />
  );
}
