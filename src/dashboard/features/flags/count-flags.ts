export const countFlags = (count: number): string => (count === 1 ? '1 flag' : `${count} flags`);
