import type { ReactNode } from 'react';
import { FormDialog } from '../../components/form-dialog.tsx';
import { GoneAlert } from '../../components/gone-alert.tsx';
import { type PlanChoice, PlanDiff } from './plan-diff.tsx';
import type { Planning } from './use-plan.ts';

interface PlanDialogProps {
  readonly title: string;
  readonly planning: Planning;
  /** What carrying it out is called. */
  readonly action: string;
  readonly canLook: boolean;
  /** Whether somebody deleted the environment meanwhile. */
  readonly isGone: boolean;
  readonly choice?: PlanChoice;
  readonly errorTitle: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** First a look, then what was looked at and nothing else. */
export const PlanDialog = (props: PlanDialogProps) => {
  const { title, planning, action, canLook, isGone, choice, errorTitle, onClose, children } = props;
  const { plan } = planning;
  const chosen = choice?.chosen?.length ?? plan?.changed.length ?? 0;
  const isNarrowed = plan !== undefined && chosen < plan.changed.length;
  return (
    <FormDialog
      title={title}
      size="xl"
      action={
        plan === undefined
          ? 'Show what would change'
          : isNarrowed
            ? `Show the ${chosen} chosen alone`
            : action
      }
      isReady={!isGone && (plan === undefined ? canLook : chosen > 0)}
      doing={planning}
      errorTitle={errorTitle}
      onSubmit={plan === undefined || isNarrowed ? planning.look : planning.apply}
      onClose={onClose}
    >
      {children}
      {isGone && <GoneAlert />}
      {plan && <PlanDiff plan={plan} choice={choice} />}
    </FormDialog>
  );
};
