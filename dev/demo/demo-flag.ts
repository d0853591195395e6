import { demoModules, type Shape } from './demo-modules.ts';

/** A flag of the demo with what follows from the module that it is in. */
export interface DemoFlag {
  readonly key: string;
  readonly name: string;
  readonly shape: Shape;
  readonly owner: string;
  readonly tags: readonly string[];
  readonly isCritical: boolean;
  readonly ageDays: number;
}

const agesDays: Partial<Record<Shape, number>> = {
  new: 6,
  test: 24,
  rollout: 38,
  beta: 52,
  stopped: 61,
  old: 240,
  silent: 310,
  archived: 520,
};

const tagsOf: Partial<Record<Shape, readonly string[]>> = {
  test: ['experiment'],
  beta: ['beta'],
  plan: ['entitlement'],
};

export const demoFlags: readonly DemoFlag[] = demoModules.flatMap(
  ({ module, owner, tags, flags }) =>
    flags.map(([key, name, shape, critical], index) => ({
      key: `${module}.${key}`,
      name,
      shape,
      owner,
      tags: [...tags, ...(tagsOf[shape] ?? [])],
      isCritical: critical !== undefined,
      ageDays: (agesDays[shape] ?? 75) + index * 3,
    })),
);

/** What may well stay for ever: nobody waits for its end. */
export const isPermanent = ({ shape }: DemoFlag): boolean =>
  ['on', 'off', 'plan', 'region', 'limit', 'settings'].includes(shape);
