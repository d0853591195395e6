import { expect, it } from 'vitest';
import { prepare } from '../../src/engine/prepare.ts';
import type { Tracer } from '../../src/engine/tracing/trace.ts';
import { sampleFlag, sampleSnapshot } from './sample.ts';

it('is no problem of the flag that meets it', () => {
  const faulty: Tracer = () => (asked, question) => {
    if (asked.path === 'killed') throw new TypeError('a fault of ours');
    return question;
  };
  expect(() => prepare(sampleSnapshot([sampleFlag()]), faulty)).toThrow('a fault of ours');
});
