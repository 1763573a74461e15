import { Menu, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
} from "@tabler/icons-react";
import { initialsOf } from "../face.tsx";
import { useGo } from "../link.tsx";
import { useAccount } from "../session.tsx";
import { LANGUAGES, type Language, useLanguage, useWords } from "../words.ts";
import styles from "./person.module.css";
import { shellWords } from "./shell.words.ts";

export type PersonProps = { onSignOut: () => void; onLanguage: (language: Language) => void };

/** Who is signed in: language, light or dark, settings, sign out. */
export function Person({ onSignOut, onLanguage }: PersonProps) {
  const t = useWords(shellWords);
  const go = useGo();
  const { name } = useAccount();
  const spoken = useLanguage();
  return (
    <div className={styles.foot}>
      <Menu position="top-start" width={224}>
        <Menu.Target>
          <UnstyledButton className={styles.person} aria-label={t("you", { name })}>
            <span className={styles.me} aria-hidden="true">
              {initialsOf(name)}
            </span>
            <span className={styles.name}>{name}</span>
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{t("language")}</Menu.Label>
          {LANGUAGES.map(({ id, name: label }) => (
            <Menu.Item
              key={id}
              lang={id}
              leftSection={<IconLanguage size={16} stroke={1.6} />}
              rightSection={id === spoken ? "✓" : undefined}
              aria-current={id === spoken || undefined}
              onClick={() => onLanguage(id)}
            >
              {label}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconSettings size={16} stroke={1.6} />}
            onClick={() => go("/settings")}
          >
            {t("yourSettings")}
          </Menu.Item>
          <Menu.Item leftSection={<IconLogout size={16} stroke={1.6} />} onClick={onSignOut}>
            {t("signOut")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <SchemeMenu />
    </div>
  );
}

const SCHEMES = [
  { id: "light", icon: IconSun },
  { id: "dark", icon: IconMoon },
  { id: "auto", icon: IconDeviceDesktop },
] as const;

/** Light, dark, or as the system is. */
export function SchemeMenu() {
  const t = useWords(shellWords);
  // Without keepTransitions each switch would write a style tag, which the policy refuses.
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const Icon = SCHEMES.find(({ id }) => id === colorScheme)?.icon ?? IconSun;
  return (
    <Menu position="top-end" width={180}>
      <Menu.Target>
        <UnstyledButton className={styles.scheme} aria-label={t("scheme")} title={t("scheme")}>
          <Icon size={16} stroke={1.6} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {SCHEMES.map(({ id, icon: Each }) => (
          <Menu.Item
            key={id}
            leftSection={<Each size={16} stroke={1.6} />}
            rightSection={id === colorScheme ? "✓" : undefined}
            aria-current={id === colorScheme || undefined}
            onClick={() => setColorScheme(id)}
          >
            {t(id)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
