import { Button, Group } from '@mantine/core';
import { useEffect, useState } from 'react';

interface LoadMoreProps {
  readonly query: {
    readonly data: { readonly pages: readonly unknown[] } | undefined;
    readonly error: unknown;
    readonly isFetching: boolean;
    readonly hasNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}

/** Below a list that has more pages; nothing where it has none. */
export function LoadMore({ query }: LoadMoreProps) {
  const { data, error, isFetching, hasNextPage, fetchNextPage } = query;
  const pages = data?.pages.length ?? 0;
  const [wanted, setWanted] = useState(0);
  const isWaiting = wanted > pages && hasNextPage && !error;
  // News that come meanwhile have all that is shown read anew, and what was asked for forgotten.
  useEffect(() => {
    if (isWaiting && !isFetching) void fetchNextPage();
  }, [isWaiting, isFetching, fetchNextPage]);
  if (!hasNextPage) return null;
  return (
    <Group justify="center">
      <Button
        variant="default"
        loading={isWaiting}
        onClick={() => {
          setWanted(pages + 1);
          if (error) void fetchNextPage();
        }}
      >
        Show more
      </Button>
    </Group>
  );
}
