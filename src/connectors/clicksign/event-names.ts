/** Events that become triggers. */
export const heardEvents = [
  'sign',
  'auto_close',
  'close',
  'document_closed',
  'deadline',
  'refusal',
  'cancel',
] as const;
export type HeardEvent = (typeof heardEvents)[number];

/**
 * Everything else Clicksign documents about documents ("Eventos de Webhooks", API v3 docs, read 2026-11): understood,
 * and of no interest here.
 */
const otherEvents = [
  'upload',
  'add_signer',
  'remove_signer',
  'signature_started',
  'add_image',
  'custom',
  'attempts_by_whatsapp_exceeded',
  'attempts_by_liveness_or_facematch_exceeded',
  'liveness_refused',
  'facematch_refused',
  'documentscopy_refused',
  'biometric_refused',
  'ocr_refused',
];

const heard = new Set<string>(heardEvents);
const other = new Set(otherEvents);

/** Whether an event becomes a trigger. */
export function isHeard(name: string): name is HeardEvent {
  return heard.has(name);
}

/** Whether an event is about a document and known, but of no interest. Settings have one `update_…` each, more than are documented. */
export function isOther(name: string): boolean {
  return other.has(name) || name.startsWith('update_');
}

/** Whether an event is about an acceptance by WhatsApp: its body has no document. */
export function isAcceptance(name: string): boolean {
  return name.startsWith('acceptance_term_');
}
