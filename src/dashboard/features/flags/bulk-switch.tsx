import { Code, List, Loader, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { isProduction } from '../../../contract/environments/is-production.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { showUndo } from '../../components/show-undo.tsx';
import { admin, bodyOf } from '../../lib/api.ts';
import type { BulkTarget } from './bulk-target.ts';
import { countFlags } from './count-flags.ts';
import { askForAllowed } from './outcome.ts';
import { RefusalList } from './outcome-dialog.tsx';

interface BulkSwitchProps extends BulkTarget {
  readonly isEnabled: boolean;
}

interface Order {
  readonly environment: string;
  readonly keys: readonly string[];
  readonly isEnabled: boolean;
}

const order = ({ environment, keys, isEnabled }: Order, plan: object) =>
  bodyOf(
    admin.environments[':environment'].switch.$post({
      param: { environment },
      json: { keys: [...keys], is_enabled: isEnabled, ...plan },
    }),
  );

/** Shows which flags that changes and which cannot be, and then does exactly that. */
export function BulkSwitch({ keys, environment, isEnabled, onClose, onDone }: BulkSwitchProps) {
  const queryClient = useQueryClient();
  const wanted = { environment, keys, isEnabled };
  const plan = useQuery({
    queryKey: ['switch-plan', environment, isEnabled, ...keys],
    queryFn: () => askForAllowed(keys, (all) => order({ ...wanted, keys: all }, { dry_run: true })),
    staleTime: 0,
    gcTime: 0,
  });
  const changed = plan.data?.answer?.changed.map(({ key }) => key) ?? [];
  const refused = plan.data?.refused ?? [];
  const allowed = keys.filter((key) => refused.every((each) => each.key !== key));
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['flags'] });
  const carryOut = useMutation({
    mutationFn: () =>
      order({ ...wanted, keys: allowed }, { plan_hash: plan.data?.answer?.plan_hash }),
    onSuccess: () => {
      onDone(refused.map(({ key }) => key));
      showUndo({
        message: `${countFlags(changed.length)} switched ${isEnabled ? 'on' : 'off'} in ${environment}.`,
        onUndo: () =>
          order({ environment, keys: changed, isEnabled: !isEnabled }, { plan_hash: '*' }).then(
            refresh,
          ),
      });
    },
    // What was looked at is not how it is any more: it is looked at again, and asked again.
    onError: () => void plan.refetch(),
    onSettled: refresh,
  });
  const word = isEnabled ? 'on' : 'off';
  const isMuch = isProduction(environment) && changed.length > 1;
  return (
    <ConfirmDialog
      title={`Switch ${word} in ${environment}`}
      says={
        <Stack gap="xs">
          {plan.isPending && <Loader size="sm" aria-label="Looking at what would change" />}
          {plan.data && (
            <Text size="sm">
              {changed.length === 0
                ? `${refused.length === 0 ? 'All of them' : 'All others'} are ${word} already.`
                : `This switches ${word} ${countFlags(changed.length)} of ${keys.length}:`}
            </Text>
          )}
          <List size="sm" mah={220} className="scrolling">
            {changed.map((key) => (
              <List.Item key={key}>
                <Code>{key}</Code>
              </List.Item>
            ))}
          </List>
          <RefusalList refused={refused} says={`These cannot be switched, and stay:`} />
        </Stack>
      }
      typed={isMuch ? environment : undefined}
      action={plan.data && changed.length === 0 ? 'Nothing to do' : `Switch ${word}`}
      isDangerous={isProduction(environment)}
      isReady={plan.data !== undefined}
      doing={{ isPending: carryOut.isPending, error: carryOut.error ?? plan.error }}
      onConfirm={() => (changed.length === 0 ? onClose() : carryOut.mutate())}
      onClose={onClose}
    />
  );
}
