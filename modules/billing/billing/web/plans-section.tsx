import { Select, TextInput } from "@mantine/core";
import { useState } from "react";
import { ActionButton } from "#ui/action-button.tsx";
import { ApiProblem } from "#ui/api.ts";
import { Dialog } from "#ui/dialog.tsx";
import { bytesText, countText, moneyText } from "#ui/numbers.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { Section } from "#ui/section.tsx";
import { useCompany } from "#ui/session.tsx";
import { toast } from "#ui/toasts.tsx";
import { useReason } from "#ui/words/reasons.words.ts";
import { useLanguage, useWords } from "#ui/words.ts";
import {
  INTERVALS,
  type Interval,
  PLAN_CURRENCIES,
  type PlanCurrency,
} from "../../plans/plans.rules.ts";
import { type Billing, billingApi, goToPage, type OfferedPlan } from "./billing.client.ts";
import styles from "./billing.module.css";
import { billingWords } from "./billing.words.ts";

type Choice = { interval: Interval; currency: PlanCurrency; code: string };

/** What there is to choose: with a plan already, in its currency; without one, also with a code. */
export function PlansSection({ of }: { of: Billing }) {
  const t = useWords(billingWords);
  const company = useCompany();
  const own = PLAN_CURRENCIES.find((one) => one === (of.plan?.currency ?? company.currency));
  const [choice, choose] = useState<Choice>({
    interval: of.plan?.interval === "year" ? "year" : "month",
    currency: own ?? "USD",
    code: "",
  });
  const [problem, setProblem] = useState<unknown>(null);
  return (
    <Section title={t("plans")}>
      <Choices of={choice} isNew={of.plan === null} problem={problem} onChange={choose} />
      {!isOfCode(problem) && <ProblemNote of={problem} />}
      <ul className={styles.plans}>
        {of.plans.map((plan) => (
          <PlanRow key={plan.key} plan={plan} of={of} choice={choice} onProblem={setProblem} />
        ))}
      </ul>
    </Section>
  );
}

const isOfCode = (problem: unknown): problem is ApiProblem =>
  problem instanceof ApiProblem && problem.fields.some(({ path }) => path[0] === "code");

type ChoicesProps = {
  of: Choice;
  isNew: boolean;
  problem: unknown;
  onChange: (choice: Choice) => void;
};

function Choices({ of, isNew, problem, onChange }: ChoicesProps) {
  const t = useWords(billingWords);
  const reasonFor = useReason();
  return (
    <div className={styles.choices}>
      <Select
        label={t("interval")}
        data={INTERVALS.map((value) => ({
          value,
          label: t(value === "year" ? "yearly" : "monthly"),
        }))}
        value={of.interval}
        allowDeselect={false}
        onChange={(value) => onChange({ ...of, interval: value === "year" ? "year" : "month" })}
      />
      {isNew && (
        <>
          <Select
            label={t("currency")}
            data={[...PLAN_CURRENCIES]}
            value={of.currency}
            allowDeselect={false}
            onChange={(value) =>
              onChange({
                ...of,
                currency: PLAN_CURRENCIES.find((one) => one === value) ?? of.currency,
              })
            }
          />
          <TextInput
            label={t("code")}
            value={of.code}
            maxLength={100}
            autoComplete="off"
            error={isOfCode(problem) ? reasonFor(problem.fields[0]?.code ?? null) : null}
            onChange={(event) => onChange({ ...of, code: event.currentTarget.value })}
          />
        </>
      )}
    </div>
  );
}

type RowProps = {
  plan: OfferedPlan;
  of: Billing;
  choice: Choice;
  onProblem: (problem: unknown) => void;
};

function PlanRow({ plan, of, choice, onProblem }: RowProps) {
  const t = useWords(billingWords);
  const name = plan.name[useLanguage()];
  const { interval, currency, code } = choice;
  const price = moneyText(plan.prices[interval][currency], currency);
  const isYours = of.plan?.key === plan.key && of.plan.interval === interval;
  const subscribe = () =>
    goToPage(
      billingApi.subscribe({
        plan: plan.key,
        interval,
        currency,
        ...(code === "" ? {} : { code }),
      }),
    ).catch(onProblem);
  return (
    <li>
      <h3>{name}</h3>
      <div className={styles.price}>
        {t(interval === "year" ? "perYear" : "perMonth", { price })}
      </div>
      <div className={styles.verb}>
        {isYours && <span className={styles.muted}>{t("yours")}</span>}
        {!isYours && of.plan === null && (
          <ActionButton
            variant="default"
            quiet
            blocked={of.blocked.subscribe}
            onClick={() => void subscribe()}
          >
            {t("choose", { name })}
          </ActionButton>
        )}
        {!isYours && of.plan !== null && (
          <Change plan={plan} name={name} price={price} of={of} interval={interval} />
        )}
      </div>
      <Limits of={plan} />
    </li>
  );
}

function Limits({ of: { limits } }: { of: OfferedPlan }) {
  const t = useWords(billingWords);
  const said = (value: number | undefined, text: (value: number) => string) =>
    value === undefined ? "∞" : text(value);
  return (
    <p>
      {t("upTo", {
        customers: said(limits.customers, countText),
        orders: said(limits.orders, countText),
        members: said(limits.members, countText),
        bytes: said(limits.bytes, bytesText),
      })}
    </p>
  );
}

type ChangeProps = {
  plan: OfferedPlan;
  name: string;
  price: string;
  of: Billing;
  interval: Interval;
};

/** What it costs today is shown before, and that is charged. */
function Change({ plan, name, price, of, interval }: ChangeProps) {
  const t = useWords(billingWords);
  const [preview, show] = useState<Awaited<ReturnType<typeof billingApi.preview>> | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const look = async () => {
    setBusy(true);
    setProblem(null);
    await billingApi.preview({ plan: plan.key, interval }).then(show).catch(setProblem);
    setBusy(false);
  };
  return (
    <>
      <ActionButton
        variant="default"
        isBusy={isBusy}
        quiet
        blocked={of.blocked.change}
        onClick={() => void look()}
      >
        {t("change", { name })}
      </ActionButton>
      <ProblemNote of={problem} />
      <Dialog
        isOpen={preview !== null}
        onClose={() => show(null)}
        title={t("changeTitle", { name })}
        verb={t("change", { name })}
        onDo={async () => {
          if (preview === null) return;
          await billingApi.change({ plan: plan.key, interval, at: preview.at });
          toast(t("changed", { name }));
          await refresh("billing.billing");
        }}
      >
        {preview !== null && (
          <p>
            {t("changeText", {
              price: t(interval === "year" ? "perYear" : "perMonth", { price }),
              due: moneyText(preview.dueMinor, preview.currency),
            })}
          </p>
        )}
      </Dialog>
    </>
  );
}
