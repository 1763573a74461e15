import { IconBuildingStore, IconPlus, IconSelector } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useGo } from "#ui/link.tsx";
import { Menu } from "#ui/menu.tsx";
import { useCompany } from "#ui/session.tsx";
import { Mark } from "#ui/shell/mark.tsx";
import { useWords } from "#ui/words.ts";
import styles from "./company-menu.module.css";
import { companyMenuWords } from "./company-menu.words.ts";
import { membershipsQuery, switchTo } from "./memberships.client.ts";

const SHOWN_MAX = 8;

/** The company this window works for, and the person's others behind it. */
export function CompanyMenu() {
  const t = useWords(companyMenuWords);
  const go = useGo();
  const { id: current, name } = useCompany();
  const [isWanted, setWanted] = useState(false);
  const { data } = useQuery({ ...membershipsQuery, enabled: isWanted });
  const known = data?.rows ?? [{ id: current, name }];
  const open = known.filter((company) => !("whyNotOpen" in company) || company.whyNotOpen === null);
  const companies = open.slice(0, SHOWN_MAX).map((company, at) => ({
    label: company.name,
    chosen: company.id === current,
    onClick: () => {
      if (company.id !== current) void switchTo(company.id);
    },
    ...(at === 0 ? { heading: t("yourCompanies") } : {}),
  }));
  const want = () => setWanted(true);
  return (
    <Menu
      label={t("companyMenu", { name })}
      align="start"
      width={240}
      items={[
        ...companies,
        {
          label: t("all"),
          icon: <IconBuildingStore size={16} stroke={1.6} />,
          onClick: () => go("/companies"),
        },
        {
          label: t("another"),
          icon: <IconPlus size={16} stroke={1.6} />,
          onClick: () => go("/companies/new"),
        },
      ]}
      button={(opener) => (
        <button
          type="button"
          {...opener}
          className={styles.company}
          aria-label={t("companyMenu", { name })}
          onPointerEnter={want}
          onFocus={want}
        >
          <Mark name={name} />
          <b>{name}</b>
          <IconSelector size={15} stroke={1.6} aria-hidden="true" />
        </button>
      )}
    />
  );
}
