import type { JsonObject } from '#std/json.ts';
import { fileUrl } from '../model/document-view.ts';
import { brasilia } from '../model/moment.ts';
import type * as rows from '../model/rows.ts';
import type { Store } from '../model/store.ts';

/** How each row looks in API v3 (OpenAPI examples, read 2026-11). Made once per store. */
export function resources(store: Store) {
  return { ...envelopeResources(store), ...accountResources(store) };
}
export type Resources = ReturnType<typeof resources>;

const times = (row: { createdAt: number; modifiedAt: number }) => ({
  created: brasilia(row.createdAt),
  modified: brasilia(row.modifiedAt),
});

function envelopeResources(store: Store) {
  const self = (path: string) => ({ self: store.url(`/api/v3${path}`) });
  const relation = (id: string, name: string) => ({
    links: {
      self: store.url(`/api/v3/envelopes/${id}/relationships/${name}`),
      related: store.url(`/api/v3/envelopes/${id}/${name}`),
    },
  });
  return {
    envelope: (row: rows.EnvelopeRow) => ({
      id: row.id,
      type: 'envelopes',
      links: self(`/envelopes/${row.id}`),
      attributes: envelopeAttributes(row),
      relationships: {
        documents: relation(row.id, 'documents'),
        signers: relation(row.id, 'signers'),
        requirements: relation(row.id, 'requirements'),
      },
    }),
    document: (row: rows.DocumentRow) => ({
      id: row.id,
      type: 'documents',
      links: { ...self(`/envelopes/${row.envelopeId}/documents/${row.id}`), files: files(store, row) },
      attributes: {
        status: row.status,
        filename: row.filename,
        template: row.template,
        metadata: row.metadata,
        migrated: false,
        created: brasilia(row.uploadedAt),
        modified: brasilia(row.updatedAt),
      },
    }),
    signer: (row: rows.SignerRow) => ({
      id: row.id,
      type: 'signers',
      links: self(`/envelopes/${row.envelopeId ?? ''}/signers/${row.id}`),
      attributes: signerAttributes(row),
    }),
    requirement: (row: rows.RequirementRow) => ({
      id: row.id,
      type: 'requirements',
      links: self(`/envelopes/${row.envelopeId}/requirements/${row.id}`),
      attributes: { action: row.action, ...requirementDetail(row), ...times(row) },
    }),
    event: (row: rows.DocumentEvent) => ({
      id: row.id,
      type: 'events',
      attributes: { name: row.name, data: row.data, created: brasilia(row.occurredAt) },
    }),
  };
}

function accountResources(store: Store) {
  const self = (path: string) => ({ self: store.url(`/api/v3${path}`) });
  return {
    watcher: (row: rows.WatcherRow) => ({
      id: row.id,
      type: 'signature_watchers',
      links: self(`/envelopes/${row.envelopeId}/signature_watchers/${row.id}`),
      attributes: {
        email: row.email,
        kind: row.kind,
        attach_documents_enabled: row.attachDocuments,
        ...times(row),
      },
    }),
    webhook: ({ endpoint, secret, status, events, ...row }: rows.WebhookRow) => ({
      id: row.id,
      type: 'webhooks',
      links: self(`/webhooks/${row.id}`),
      attributes: { endpoint, secret, status, events, ...times(row) },
    }),
    template: (row: rows.TemplateRow) => ({
      id: row.id,
      type: 'templates',
      links: {
        ...self(`/templates/${row.id}`),
        files: { original: store.url(`/media/${row.id}/file.docx`) },
      },
      attributes: { name: row.name, color: row.color, ...times(row) },
    }),
    folder: (row: rows.FolderRow) => ({
      id: row.id,
      type: 'folders',
      links: self(`/folders/${row.id}`),
      attributes: { name: row.name, path: row.path, in_root: row.inRoot, ...times(row) },
    }),
    user: (row: rows.UserRow) => ({
      id: row.id,
      type: 'users',
      links: self(`/users/${row.id}`),
      attributes: { name: row.name, email: row.email, phone_number: row.phoneNumber, ...times(row) },
    }),
  };
}

function envelopeAttributes(row: rows.EnvelopeRow): JsonObject {
  return {
    name: row.name,
    status: row.status,
    deadline_at: brasilia(row.deadlineAt),
    locale: row.locale,
    auto_close: row.autoClose,
    rubric_enabled: true,
    remind_interval: row.remindInterval,
    block_after_refusal: row.blockAfterRefusal,
    default_subject: row.defaultSubject,
    default_message: row.defaultMessage,
    created: brasilia(row.createdAt),
    modified: brasilia(row.modifiedAt),
  };
}

function signerAttributes(row: rows.SignerRow): JsonObject {
  return {
    name: row.name,
    birthday: row.birthday,
    email: row.email,
    phone_number: row.phoneNumber,
    location_required_enabled: row.locationRequired,
    has_documentation: row.hasDocumentation,
    documentation: row.documentation,
    refusable: row.refusable,
    group: row.group,
    communicate_events: row.communicateEvents,
    created: brasilia(row.createdAt),
    modified: brasilia(row.modifiedAt),
  };
}

function requirementDetail(row: rows.RequirementRow): JsonObject {
  if (row.action === 'agree') return { role: row.role, rubric_pages: null };
  if (row.action === 'provide_evidence') return { auth: row.auth };
  return { pages: row.pages, ...(row.kind !== null && { kind: row.kind }) };
}

function files(store: Store, row: rows.DocumentRow): JsonObject {
  const original = { original: fileUrl(store, row, 'original') };
  if (row.status !== 'closed') return original;
  return { ...original, signed: fileUrl(store, row, 'signed'), ziped: fileUrl(store, row, 'ziped') };
}
