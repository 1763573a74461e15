import { useState } from "react";
import { Choices } from "#ui/choices.tsx";
import { Dialog } from "#ui/dialog.tsx";
import type { Picked } from "#ui/list/types.ts";
import { ProblemNote } from "#ui/problem-note.tsx";
import { refresh } from "#ui/query.ts";
import { toast } from "#ui/toasts.tsx";
import { useWords } from "#ui/words.ts";
import { useColleagues } from "./colleagues.ts";
import { roleWords } from "./roles.words.ts";

type Given = {
  readonly count: number;
  readonly before: readonly { readonly ownerId: string | null; readonly ids: readonly string[] }[];
};
type Props = {
  of: Picked;
  topic: string;
  give: (to: { ids: string[]; ownerId: string | null }) => Promise<Given>;
  onClose: () => void;
};

const NOBODY = "nobody";

/** Gives the picked records to a colleague or to nobody; the toast gives exactly those back to whose they were. */
export function GiveDialog({ of, topic, give, onClose }: Props) {
  const t = useWords(roleWords);
  const colleagues = useColleagues();
  const [problem, setProblem] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const options = [
    { value: NOBODY, label: t("nobody") },
    ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
  ];

  const giveTo = async (value: string) => {
    if (isBusy) return;
    setBusy(true);
    try {
      const ownerId = value === NOBODY ? null : value;
      const { count, before } = await give({ ids: of.ids ?? [], ownerId });
      of.letGo();
      onClose();
      void refresh(topic);
      const name = options.find((option) => option.value === value)?.label ?? "";
      const undo = async () => {
        for (const { ids, ownerId: was } of before) await give({ ids: [...ids], ownerId: was });
        await refresh(topic);
      };
      toast(t("givenMany", { count, name }), before.length > 0 ? undo : undefined);
    } catch (refused) {
      setProblem(refused);
      setBusy(false);
    }
  };

  return (
    <Dialog isOpen onClose={onClose} title={t("giveTo")}>
      <ProblemNote of={problem} />
      <Choices options={options} chosen={undefined} onPick={(value) => void giveTo(value)} />
    </Dialog>
  );
}
