import type { OptionsLoader } from '#kit/connector.ts';
import type { Option } from '#kit/field.ts';
import { openCrm } from './connect.ts';
import { standardFields, writeTarget } from './mapping/target.ts';
import type { CrmObject, CrmPort, CustomField, Named } from './port.ts';

/**
 * Choices read from the account. Labels are the account's own words, and RD's own for the fields every account has
 * (`custom: false`; the console may translate those by their value). Nothing is remembered here: whoever fills in a form
 * has often just made the stage or the field at RD.
 */
export const options: Record<string, OptionsLoader> = {
  pipelines: choices((crm) => crm.pipelines()),
  stages: async (context, params, search) => {
    const id = params['pipeline_id'];
    const pipeline = id ? await openCrm(context).pipeline(id) : null;
    return matching(
      (pipeline?.stages ?? []).map((stage) => ({ ...named(stage), group: pipeline?.name ?? '' })),
      search,
    );
  },
  users: async (context, _params, search) => {
    const users = (await openCrm(context).users()).filter((user) => user.active);
    return matching(
      users.map((user) => ({ value: user.id, label: user.name || (user.email ?? user.id) })),
      search,
    );
  },
  sources: choices((crm) => crm.sources()),
  campaigns: choices((crm) => crm.campaigns()),
  lostReasons: choices((crm) => crm.lostReasons()),
  products: choices((crm) => crm.products()),
  dealTextFields: async (context, _params, search) => {
    const fields = (await openCrm(context).customFields('deal')).filter((field) => field.type === 'text');
    return matching(
      fields.map((field) => ({ value: field.id, label: field.label, custom: true })),
      search,
    );
  },
  dealTargets: targets(['deal', 'contact', 'organization']),
  contactTargets: targets(['contact', 'organization']),
  organizationTargets: targets(['organization']),
};

function choices(read: (crm: CrmPort) => Promise<Named[]>): OptionsLoader {
  return async (context, _params, search) => matching((await read(openCrm(context))).map(named), search);
}

function targets(objects: CrmObject[]): OptionsLoader {
  return async (context, _params, search) => {
    const crm = openCrm(context);
    const fields = await Promise.all(
      objects.map(async (object) => [...standard(object), ...(await custom(crm, object))]),
    );
    return matching(fields.flat(), search);
  };
}

const headings: Record<CrmObject, string> = {
  deal: 'Negociação',
  contact: 'Contato',
  organization: 'Empresa',
};

/** What RD calls them on its screens. */
const words: Record<CrmObject, Record<string, string>> = {
  deal: { rating: 'Qualificação', close_date: 'Previsão de fechamento' },
  contact: { name: 'Nome', title: 'Cargo', phone: 'Telefone' },
  organization: { resume: 'Resumo', url: 'Site' },
};

function standard(object: CrmObject): Option[] {
  return Object.entries(standardFields[object]).map(([name, type]) => ({
    value: writeTarget(object, { standard: name }),
    label: words[object][name] ?? name,
    group: headings[object],
    type,
    custom: false,
  }));
}

async function custom(crm: CrmPort, object: CrmObject): Promise<Option[]> {
  return (await crm.customFields(object)).map((field) => ({
    value: writeTarget(object, { customId: field.id }),
    label: field.label,
    group: headings[object],
    type: typeOf(field),
    ...(field.choices.length > 0 ? { choices: field.choices } : {}),
    custom: true,
  }));
}

function typeOf(field: CustomField): NonNullable<Option['type']> {
  return field.type === 'multiple_choice' ? 'multiple' : field.type;
}

function named({ id, name }: Named): Option {
  return { value: id, label: name };
}

/** Options whose label holds the search, in any case. */
function matching(all: Option[], search: string): Option[] {
  const wanted = search.trim().toLowerCase();
  return wanted === '' ? all : all.filter((option) => option.label.toLowerCase().includes(wanted));
}
