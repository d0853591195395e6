import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { allFlagsQuery } from '../flags/flags-query.ts';
import { segmentsQuery } from '../segments/segments-query.ts';
import { knownAttributes } from './known-attributes.ts';

interface Namer {
  readonly flag?: string;
  readonly segment?: string;
}

/** What a condition may name: all but what it belongs to. */
export function useNameable({ flag, segment }: Namer) {
  const { data: flags = [] } = useQuery(allFlagsQuery);
  const { data: segments = [] } = useQuery(segmentsQuery);
  const attributes = useMemo(() => knownAttributes(flags, segments), [flags, segments]);
  return {
    attributes,
    flags: flags.filter(({ key }) => key !== flag),
    segments: segments.map(({ key }) => key).filter((key) => key !== segment),
  };
}
