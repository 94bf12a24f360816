import type { OutputField } from '#kit/field.ts';

const sampleSigner = {
  key: 'b5b1a3f0-5b0e-4c5e-9d60-1f1f0c9a7e21',
  name: 'Maria Silva',
  email: 'maria@acme.com.br',
  sign_as: 'sign',
  signed_at: '2026-03-10T14:05:00.000-03:00',
};

/** About the document, on every trigger. */
export const documentOutput: OutputField[] = [
  { path: 'document.filename', type: 'text', sample: 'Contrato de Prestação.pdf' },
  { path: 'document.name', type: 'text', sample: 'Contrato de Prestação' },
  { path: 'document.company', type: 'text', sample: 'ACME Ltda' },
  { path: 'document.key', type: 'text', sample: 'db4a2cf7-0a48-481f-b669-54f2a2260ac2' },
  { path: 'document.path', type: 'text', sample: '/Clientes/ACME Ltda/Contrato de Prestação.pdf' },
  { path: 'document.folder', type: 'text', sample: '/Clientes/ACME Ltda' },
  { path: 'document.status', type: 'text', sample: 'closed' },
  { path: 'document.url', type: 'text', sample: 'https://app.clicksign.com/documents/db4a2cf7' },
  { path: 'document.uploaded_at', type: 'date', sample: '2026-03-10T16:57:11.990Z' },
  { path: 'document.finished_at', type: 'date', sample: '2026-03-10T17:05:01.188Z' },
  { path: 'document.deadline_at', type: 'date', sample: '2026-04-09T13:57:11.000-03:00' },
  { path: 'document.template', type: 'text', sample: '6f600792-46c3-4760-8f85-0b4f88608583' },
  { path: 'document.metadata', type: 'object', sample: { empresa: 'ACME Ltda' } },
  { path: 'document.signers', type: 'list', sample: [sampleSigner] },
  { path: 'document.signed_count', type: 'number', sample: 1 },
  { path: 'document.signer_count', type: 'number', sample: 1 },
  { path: 'event.name', type: 'text', sample: 'sign' },
  { path: 'event.occurred_at', type: 'date', sample: '2026-03-10T14:05:00.000-03:00' },
];

/** About the person the event names: who signed, who signed last, who refused. */
export const signerOutput: OutputField[] = [
  { path: 'signer.name', type: 'text', sample: sampleSigner.name },
  { path: 'signer.email', type: 'text', sample: sampleSigner.email },
  { path: 'signer.phone', type: 'text', sample: '11999998888' },
  { path: 'signer.sign_as', type: 'text', sample: sampleSigner.sign_as },
  { path: 'signer.signed_at', type: 'date', sample: sampleSigner.signed_at },
  { path: 'signer.key', type: 'text', sample: sampleSigner.key },
];
