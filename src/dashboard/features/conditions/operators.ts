/** What is typed beside an operator. */
export type OperandEditor = 'text' | 'texts' | 'number' | 'instant' | 'none';

interface OperatorForm {
  readonly says: string;
  readonly editor: OperandEditor;
  /** Whether `ignore_case` means anything to it. */
  readonly folds?: true;
  readonly placeholder?: string;
}

/** Every operator of docs/evaluation.md, as the builder shows it. */
export const operatorForms: Readonly<Record<string, OperatorForm>> = {
  equals: { says: 'is', editor: 'text', folds: true },
  in: { says: 'is one of', editor: 'texts', folds: true },
  any_of: { says: 'has any of', editor: 'texts', folds: true },
  all_of: { says: 'has all of', editor: 'texts', folds: true },
  none_of: { says: 'has none of', editor: 'texts', folds: true },
  contains: { says: 'contains', editor: 'texts', folds: true },
  starts_with: { says: 'starts with', editor: 'texts', folds: true },
  ends_with: { says: 'ends with', editor: 'texts', folds: true },
  matches: { says: 'matches', editor: 'text', folds: true, placeholder: '^[a-z]+$' },
  less: { says: '<', editor: 'number' },
  less_or_equal: { says: '≤', editor: 'number' },
  greater: { says: '>', editor: 'number' },
  greater_or_equal: { says: '≥', editor: 'number' },
  before: { says: 'is before', editor: 'instant' },
  after: { says: 'is after', editor: 'instant' },
  semver_equals: { says: 'is version', editor: 'text', placeholder: '1.2.3' },
  semver_less: { says: 'is version <', editor: 'text', placeholder: '1.2.3' },
  semver_less_or_equal: { says: 'is version ≤', editor: 'text', placeholder: '1.2.3' },
  semver_greater: { says: 'is version >', editor: 'text', placeholder: '1.2.3' },
  semver_greater_or_equal: { says: 'is version ≥', editor: 'text', placeholder: '1.2.3' },
  in_cidr: { says: 'is an address in', editor: 'texts', placeholder: '10.0.0.0/8' },
  exists: { says: 'is there', editor: 'none' },
};

const otherForm: OperatorForm = { says: '', editor: 'text' };

/** Of an operator that this page does not know, its name. */
export const operatorForm = (name: string): OperatorForm =>
  operatorForms[name] ?? { ...otherForm, says: name };
