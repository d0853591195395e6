declare module '*?raw' {
  const text: string;

  export { text as default };
}

/** It comes without types; this is what of it we use. */
declare module 'parse-prometheus-text-format' {
  interface Family {
    readonly name: string;
    readonly help: string;
    readonly type: string;
    readonly metrics: readonly {
      readonly value?: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly buckets?: Readonly<Record<string, string>>;
      readonly count?: string;
      readonly sum?: string;
    }[];
  }
  function parse(text: string): readonly Family[];

  export { parse as default };
}
