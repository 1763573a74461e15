import { useMantineColorScheme } from "@mantine/core";
import {
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSettings,
  IconSun,
} from "@tabler/icons-react";
import { initialsOf } from "../face.tsx";
import { useGo } from "../link.tsx";
import { Menu } from "../menu.tsx";
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
  const languages = LANGUAGES.map(({ id, name: label }, at) => ({
    label,
    lang: id,
    chosen: id === spoken,
    onClick: () => onLanguage(id),
    ...(at === 0 ? { heading: t("language") } : {}),
  }));
  return (
    <div className={styles.foot}>
      <Menu
        label={t("you", { name })}
        align="start"
        side="above"
        items={[
          {
            label: t("yourSettings"),
            icon: <IconSettings size={16} stroke={1.6} />,
            onClick: () => go("/settings"),
          },
          { label: t("signOut"), icon: <IconLogout size={16} stroke={1.6} />, onClick: onSignOut },
          ...languages,
        ]}
        button={(opener) => (
          <button
            type="button"
            {...opener}
            className={styles.person}
            aria-label={t("you", { name })}
          >
            <span className={styles.me} aria-hidden="true">
              {initialsOf(name)}
            </span>
            <span className={styles.name}>{name}</span>
          </button>
        )}
      />
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
    <Menu
      label={t("scheme")}
      side="above"
      width={180}
      items={SCHEMES.map(({ id, icon: Each }) => ({
        label: t(id),
        icon: <Each size={16} stroke={1.6} />,
        chosen: id === colorScheme,
        onClick: () => setColorScheme(id),
      }))}
      button={(opener) => (
        <button
          type="button"
          {...opener}
          className={styles.scheme}
          aria-label={t("scheme")}
          title={t("scheme")}
        >
          <Icon size={16} stroke={1.6} aria-hidden="true" />
        </button>
      )}
    />
  );
}
