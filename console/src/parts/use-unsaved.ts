import { useBlocker } from '@tanstack/react-router';

/** Holds whoever leaves while something is unsaved; for `LeaveGuard`. */
export function useUnsaved(dirty: boolean) {
  return useBlocker({ shouldBlockFn: () => dirty, enableBeforeUnload: () => dirty, withResolver: true });
}
