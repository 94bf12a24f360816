import { z } from 'zod';
import type { Json } from '#std/json.ts';
import { filledSlots, keyOf, signerSlots, slotCount } from './signer-slots.ts';

/** Ways a signer proves who they are ("Requisitos de autenticação", API v3 docs, read 2026-11). */
export const evidences = [
  'email',
  'sms',
  'whatsapp',
  'pix',
  'icp_brasil',
  'handwritten',
  'selfie',
  'official_document',
  'address_proof',
  'liveness',
  'facial_biometrics',
] as const;

/** Forms and templates give texts; an empty one says nothing. */
const emptyToAbsent = (value: unknown) => (value === '' || value === null ? undefined : value);
const words = z.preprocess((value) => value ?? '', z.coerce.string().trim());
const flag = (otherwise: boolean) =>
  z.preprocess(
    (value) => (value === 'true' ? true : value === 'false' ? false : emptyToAbsent(value)),
    z.boolean().default(otherwise),
  );
const whole = (schema: z.ZodNumber) => z.preprocess(emptyToAbsent, z.coerce.number().pipe(schema).optional());
const list = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((each) => each.trim())
          .filter(Boolean)
      : (value ?? []),
  z.array(z.enum(evidences)),
);

export const signerInput = z.object({
  name: words.pipe(z.string().min(1)),
  email: words,
  phone: words,
  documentation: words,
  auths: list.transform((chosen) => (chosen.length === 0 ? (['email'] as const) : [...new Set(chosen)])),
  role: words.transform((role) => role || 'sign'),
  group: whole(z.number().int().min(1)).transform((group) => group ?? 1),
});
export type SignerPlan = z.infer<typeof signerInput>;

/** Template fields and metadata: an object, or the rows of a form. */
const pairs = z
  .preprocess(
    (value) => (Array.isArray(value) ? Object.fromEntries(value.map(pairOf)) : (emptyToAbsent(value) ?? {})),
    z.record(z.string(), z.json()),
  )
  .transform((given) => given as Record<string, Json>);

const form = z.object({
  name: words.pipe(z.string().min(1).max(200)),
  source: z.preprocess(emptyToAbsent, z.enum(['template', 'file']).default('template')),
  template: words,
  template_data: pairs,
  file_name: words,
  content_base64: words,
  company: words,
  metadata: pairs,
  message: words,
  folder_id: words,
  deadline_days: whole(z.number().int().min(1).max(90)),
  deadline_at: z.preprocess(emptyToAbsent, z.iso.datetime({ offset: true }).optional()),
  remind_interval: z.preprocess(emptyToAbsent, z.enum(['off', '1', '2', '3', '7', '14']).default('3')),
  locale: z.preprocess(emptyToAbsent, z.enum(['pt-BR', 'en-US']).default('pt-BR')),
  auto_close: flag(true),
  refusable: flag(false),
  ask_documentation: flag(true),
  start: flag(true),
  signers: z.array(signerInput).default([]),
  signer_count: whole(z.number().int().min(1).max(slotCount)),
  ...signerSlots,
});

/** What an envelope is made from. */
export const createInput = form
  .transform((given, check) => {
    const { signers, ...rest } = given;
    const named = [...signers];
    for (const { slot, signer } of filledSlots(given, given.signer_count ?? slotCount)) {
      const parsed = signerInput.safeParse(signer);
      if (parsed.success) named.push(parsed.data);
      for (const { path, message } of parsed.error?.issues ?? []) {
        check.addIssue({ code: 'custom', path: [keyOf(slot, String(path[0]))], message });
      }
    }
    return { ...rest, signers: named };
  })
  .superRefine((plan, check) => {
    const fail = (path: string, message: string) => check.addIssue({ code: 'custom', path: [path], message });
    if (plan.source === 'template' && plan.template === '') fail('template', 'Choose a template.');
    if (plan.source === 'file' && plan.content_base64 === '') {
      fail('content_base64', 'Give the file to be signed.');
    }
    if (plan.source === 'file' && plan.file_name === '') {
      fail('file_name', 'Give the file a name with its extension.');
    }
    if (plan.signers.length === 0) fail('signers', 'Name at least one signer.');
    const known = plan.signers.map(personKey);
    if (new Set(known).size < known.length) fail('signers', 'Each signer may be named only once.');
  });
export type EnvelopePlan = z.infer<typeof createInput>;

/** What tells the signers of one envelope apart. */
export function personKey(signer: { name: string; email?: string | null | undefined }): string {
  return (signer.email || signer.name).trim().toLowerCase();
}

function pairOf(row: unknown): [string, unknown] {
  if (Array.isArray(row)) return [String(row[0]), row[1]];
  const { target, field, key, value } = Object(row) as Record<string, unknown>;
  return [String(target ?? field ?? key), value];
}
