import { Center, Loader } from '@mantine/core';

/** While a page is fetched for longer than one takes for at once. */
export const OnItsWay = () => (
  <Center mih="60dvh" role="status" aria-label="Loading the page">
    <Loader color="gray" type="dots" />
  </Center>
);
