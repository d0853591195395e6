export interface Teardown {
  readonly add: (undo: () => void | Promise<void>) => void;
  /** Newest first. A failure is reported and does not keep the others from being undone. */
  readonly run: () => Promise<void>;
}

export function createTeardown(report: (error: unknown) => void): Teardown {
  const undos: (() => void | Promise<void>)[] = [];
  return {
    add: (undo) => undos.push(undo),
    run: async () => {
      for (const undo of undos.splice(0).reverse()) {
        try {
          await undo();
        } catch (error) {
          report(error);
        }
      }
    },
  };
}
