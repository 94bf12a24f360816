import { createContext, useContext } from 'react';
import type { ConnectorInfo, Definition, Fault, Preview } from '../../../src/api/contract.ts';
import type { DataField } from '../fields/scope.ts';
import type { ActionStep, Parts } from './guide.ts';

/** What the steps of the guide share. */
export interface GuideScope {
  definition: Definition;
  setDefinition: (definition: Definition) => void;
  connectors: ConnectorInfo[];
  parts: Parts;
  action: ActionStep | null;
  faults: Fault[];
  /** What the trigger offers to templates and filters. */
  data: DataField[];
  preview: Preview | null;
  /** Nothing is missing that the guide knows of. */
  ready: boolean;
  readOnly: boolean;
}

export const GuideContext = createContext<GuideScope | null>(null);

/** The guide a step stands in. */
export function useGuide(): GuideScope {
  const scope = useContext(GuideContext);
  if (!scope) throw new Error('A step is drawn outside the guide');
  return scope;
}
