/** Words of Clicksign's API (v3 docs and webhook pages, read 2026-11). */

/** Roles a signer can have on a document: `role` in v3, `sign_as` in v1. The vendor's list is longer. */
export const roles = [
  'sign',
  'approve',
  'party',
  'witness',
  'intervening',
  'receipt',
  'endorser',
  'endorsee',
  'administrator',
  'guarantor',
  'transferor',
  'transferee',
  'contractee',
  'contractor',
  'joint_debtor',
  'issuer',
  'manager',
  'buyer',
  'seller',
  'attorney',
  'legal_representative',
  'co_responsible',
  'validator',
  'ratify',
  'lessor',
  'lessee',
  'surety',
  'creditor',
  'debtor',
  'lawyer',
  'accountant',
  'employer',
  'consenting',
] as const;

/** Evidence a v3 requirement can ask for. */
export const evidence = [
  'email',
  'sms',
  'whatsapp',
  'pix',
  'api',
  'icp_brasil',
  'handwritten',
  'selfie',
  'official_document',
  'address_proof',
  'liveness',
  'facial_biometrics',
  'identity_biometrics',
  'auto_signature',
  'presential',
  'embedded_signature',
  'biometric',
  'documentscopy',
] as const;

/** Evidence a v1 signer can be given. */
export const signerAuths = [
  'email',
  'sms',
  'whatsapp',
  'pix',
  'api',
  'icp_brasil',
  'presential',
  'tokenless',
] as const;

/** Webhook events. */
export const webhookEvents = [
  'add_image',
  'upload',
  'add_signer',
  'remove_signer',
  'sign',
  'close',
  'auto_close',
  'deadline',
  'document_closed',
  'cancel',
  'update_deadline',
  'update_auto_close',
  'update_locale',
  'custom',
  'refusal',
  'acceptance_term_enqueued',
  'acceptance_term_sent',
  'acceptance_term_completed',
  'acceptance_term_refused',
  'acceptance_term_canceled',
  'acceptance_term_expired',
  'acceptance_term_error',
  'attempts_by_whatsapp_exceeded',
  'attempts_by_liveness_or_facematch_exceeded',
  'liveness_refused',
  'facematch_refused',
  'documentscopy_refused',
  'biometric_refused',
  'ocr_refused',
  'signature_started',
] as const;

export const locales = ['pt-BR', 'en-US'] as const;
/** Days between reminders. */
export const remindIntervals = [1, 2, 3, 7, 14] as const;

/** Media types by the extension of a file's name. */
export const mimeTypes: Record<string, string> = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  doc: 'application/msword',
  txt: 'text/plain',
  png: 'image/png',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
};

export const day = 86_400_000;
/** Most bytes of one file, and of all files of an envelope. */
export const maxFileBytes = 10 * 1024 * 1024;
export const maxEnvelopeBytes = 100 * 1024 * 1024;
