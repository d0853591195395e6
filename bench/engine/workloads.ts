import { evaluate, evaluatorFor } from '../../src/engine/evaluate.ts';
import type { Evaluation } from '../../src/engine/evaluation.ts';
import { prepare } from '../../src/engine/prepare.ts';
import type { PreparedSnapshot } from '../../src/engine/prepared-snapshot.ts';
import type { Snapshot } from '../../src/engine/snapshot.ts';
import { closures } from './closures.ts';
import { hundredFlags, largest, w1, w2 } from './flags.ts';
import type { Answer, ByHand, FlagsByHand } from './flags-by-hand.ts';
import { straight } from './straight.ts';
import { type User, users } from './users.ts';

/** The same work done by the engine and by hand; each call is for the next of the users. */
export interface Workload {
  readonly name: string;
  readonly what: string;
  readonly snapshot: Snapshot;
  readonly engine: Operation;
  readonly closures?: Operation;
  readonly straight?: Operation;
}

export type Operation = () => unknown;

/** Any instant: no flag depends on it. */
const NOW = 1_700_000_000_000;

export const workloads: readonly Workload[] = [
  {
    name: 'w1',
    what: 'one flag, on for half of the users',
    snapshot: w1,
    engine: inTurn(evaluateOne(prepare(w1), 'w1')),
    closures: inTurn(closures.rollout('w1')),
    straight: inTurn(straight.rollout('w1')),
  },
  {
    name: 'w2',
    what: 'one flag of three rules, the third matches',
    snapshot: w2,
    engine: inTurn(evaluateOne(prepare(w2), 'w2')),
    closures: inTurn(closures.targeted('w2')),
    straight: inTurn(straight.targeted('w2')),
  },
  {
    name: 'w3',
    what: 'a hundred flags',
    snapshot: hundredFlags,
    engine: inTurn(evaluateEach(prepare(hundredFlags))),
    closures: inTurn(callEach(hundredFlags, closures)),
    straight: inTurn(callEach(hundredFlags, straight)),
  },
  {
    name: 'w4',
    what: '2,000 flags of 20 rules, none matches',
    snapshot: largest,
    engine: inTurn(evaluateEach(prepare(largest))),
  },
];

function inTurn(operation: (user: User) => unknown): Operation {
  let turn = 0;
  return () => {
    turn = turn + 1 === users.length ? 0 : turn + 1;
    return operation(users[turn] as User);
  };
}

function evaluateOne(snapshot: PreparedSnapshot, key: string): (user: User) => Evaluation {
  return (user) => evaluate(snapshot, key, user, NOW);
}

/** All answers, in the order of their keys. */
function evaluateEach(snapshot: PreparedSnapshot): (user: User) => readonly Evaluation[] {
  const flags = [...snapshot.flags.values()];
  return (user) => flags.map(evaluatorFor(user, NOW));
}

function callEach({ flags }: Snapshot, byHand: FlagsByHand): (user: User) => readonly Answer[] {
  const written = flags.map(({ key }) => writtenFor(key, byHand));
  return (user) => written.map((flag) => flag(user));
}

/** The flag that the key's first word names. */
function writtenFor(key: string, byHand: FlagsByHand): ByHand {
  if (key.startsWith('static')) return byHand.static(key);
  if (key.startsWith('rollout')) return byHand.rollout(key);
  return key.startsWith('rule') ? byHand.rule(key) : byHand.targeted(key);
}
