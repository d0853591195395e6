import { describeTrials } from './describe-trials.ts';

describeTrials({ firstSeed: 1, trials: 250 });
