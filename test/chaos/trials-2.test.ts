import { describeTrials } from './describe-trials.ts';

describeTrials({ firstSeed: 251, trials: 250 });
