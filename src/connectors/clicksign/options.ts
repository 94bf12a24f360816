import type { OptionsLoader } from '#kit/connector.ts';
import type { Option } from '#kit/field.ts';
import { apiOf } from './account.ts';
import { fold } from './document.ts';
import { readV2Templates } from './v1/templates.ts';
import { readFolders, readTemplates } from './v3/library.ts';
import { readTemplateFields } from './v3/template-fields.ts';

const rememberMs = 60_000;

/** Templates of the account, by name. */
const templates: OptionsLoader = async (context, _params, search) => {
  const found = await context.cached('clicksign.templates', rememberMs, async () =>
    (await apiOf(context)) === 'v3' ? readTemplates(context) : readV2Templates(context),
  );
  return searched(
    found.map(({ id, name }) => ({ value: id, label: name })),
    search,
  );
};

/** Folders as paths, as the filter of a trigger compares them. */
const folders: OptionsLoader = async (context, _params, search) =>
  searched(
    (await foldersOf(context)).map(({ path }) => ({ value: path, label: path })),
    search,
  );

/** Folders by id, as an envelope is put into one. */
const folderIds: OptionsLoader = async (context, _params, search) =>
  searched(
    (await foldersOf(context)).map(({ id, path }) => ({ value: id, label: path })),
    search,
  );

/** What a template's document can be filled with. */
const templateFields: OptionsLoader = async (context, params, search) => {
  const { template } = params;
  if (!template || (await apiOf(context)) !== 'v3') return [];
  const names = await context.cached(`clicksign.template-fields.${template}`, rememberMs, () =>
    readTemplateFields(context, template),
  );
  return searched(
    names.map((name) => ({ value: name, label: name, type: 'text' })),
    search,
  );
};

/** API v1 and v2 list no folders. */
function foldersOf(context: Parameters<OptionsLoader>[0]): Promise<{ id: string; path: string }[]> {
  return context.cached('clicksign.folders', rememberMs, async () =>
    (await apiOf(context)) === 'v3' ? readFolders(context) : [],
  );
}

function searched(options: Option[], search: string): Option[] {
  const wanted = fold(search.trim());
  return options
    .filter((option) => fold(option.label).includes(wanted))
    .sort((left, right) => left.label.localeCompare(right.label, 'pt-BR'));
}

export const options: Record<string, OptionsLoader> = {
  templates,
  folders,
  folder_ids: folderIds,
  template_fields: templateFields,
};
