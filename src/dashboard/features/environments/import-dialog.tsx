import { FileInput, Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import type { EnvironmentResource } from '../../../contract/environments/environment.ts';
import type { PlanResource } from '../../../contract/fields/plan.ts';
import { admin, bodyOf } from '../../lib/api.ts';
import { PlanDialog } from './plan-dialog.tsx';
import { type PlanStep, usePlan } from './use-plan.ts';

interface ImportDialogProps {
  readonly environment: EnvironmentResource;
  /** Whether somebody deleted it meanwhile. */
  readonly isGone: boolean;
  readonly onClose: () => void;
}

type Mode = 'merge' | 'replace';

/** Takes a document that was exported, here or elsewhere, after a look at every difference. */
export function ImportDialog({ environment: { key }, isGone, onClose }: ImportDialogProps) {
  const [file, setFile] = useState<File | null>(null);
  const [mode, setMode] = useState<Mode>('merge');
  const importing = usePlan(async (step) => {
    const query = { mode, ...inQuery(step) };
    const json = await readDocument(file);
    const asked = admin.environments[':environment'].import.$post({
      param: { environment: key },
      query: query as never,
      json,
    });
    return (await bodyOf(asked)) as PlanResource;
  }, onClose);
  return (
    <PlanDialog
      title={`Import into ${key}`}
      planning={importing}
      action="Import, as shown"
      canLook={file !== null}
      isGone={isGone}
      errorTitle="It was not imported"
      onClose={onClose}
    >
      <FileInput
        label="File"
        description="As Export writes it."
        placeholder="Choose a file"
        accept="application/json"
        required
        value={file}
        onChange={(chosen) => {
          setFile(chosen);
          importing.forget();
        }}
      />
      <Radio.Group
        label="What it does not name"
        value={mode}
        onChange={(value) => {
          setMode(value as Mode);
          importing.forget();
        }}
      >
        <Stack gap={4} mt={4}>
          <Radio value="merge" label="stays as it is" />
          <Radio value="replace" label="is switched off, and its overrides are taken away" />
        </Stack>
      </Radio.Group>
    </PlanDialog>
  );
}

const inQuery = (step: PlanStep) => ('dry_run' in step ? { dry_run: 'true' } : step);

async function readDocument(file: File | null): Promise<object> {
  try {
    return JSON.parse((await file?.text()) ?? '') as object;
  } catch (error) {
    throw new Error(`The file is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}
