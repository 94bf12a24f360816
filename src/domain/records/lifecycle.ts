import type { Property } from './property.ts';

/**
 * Whether a property that only moves forward may take a value: from nothing, to nothing, and along the order of its
 * options. Stages of a contact's lifecycle do so (HubSpot docs "CRM API | Contacts", read 2026-11: to go back, clear the
 * value first, then set it, in two writes). What has no place in the order may be entered and left.
 */
export function mayMove(property: Property, from: string | null, to: string | null): boolean {
  if (from === null || to === null || from === to) return true;
  const order = property.options.map((one) => one.value);
  const [here, there] = [order.indexOf(from), order.indexOf(to)];
  return here < 0 || there < 0 || there > here;
}
