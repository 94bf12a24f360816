import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { GuideFrame } from './guide-frame.tsx';
import { useGuide } from './guide-scope.ts';
import { stepOfFault, type GuideStep } from './guide.ts';
import { StepThen, StepWhen } from './step-choices.tsx';
import { StepConnect } from './step-connect.tsx';
import { StepDetails, StepFields } from './step-details.tsx';
import { Placed } from './placed.tsx';
import { summaryOf } from './summaries.ts';

const steps: { number: GuideStep; key: string; Body: ComponentType }[] = [
  { number: 1, key: 'when', Body: StepWhen },
  { number: 2, key: 'then', Body: StepThen },
  { number: 3, key: 'connect', Body: StepConnect },
  { number: 4, key: 'details', Body: StepDetails },
  { number: 5, key: 'fields', Body: StepFields },
];

interface GuideStepsProps {
  open: GuideStep | null;
  onOpen: (step: GuideStep | null) => void;
  done: Set<GuideStep>;
  known: Parameters<typeof summaryOf>[1];
}

/** The five steps, one open at a time. */
export function GuideSteps({ open, onOpen, done, known }: GuideStepsProps) {
  const { t } = useTranslation();
  const { definition, faults, parts } = useGuide();
  return (
    <>
      {steps.map(({ number, key, Body }) => (
        <GuideFrame
          key={number}
          number={number}
          title={t(`guide/title/${key}`)}
          summary={number === 4 && done.has(4) ? <Placed /> : summaryOf(number, known)}
          done={done.has(number)}
          open={open === number}
          faults={faults.filter((fault) => stepOfFault(fault, definition, parts.action) === number).length}
          onOpen={() => onOpen(number)}
          onNext={() => onOpen(number === 5 ? null : ((number + 1) as GuideStep))}
        >
          <Body />
        </GuideFrame>
      ))}
    </>
  );
}
