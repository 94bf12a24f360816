import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { choice, field, type Html } from '#kit/emulator/page.ts';
import { associate, associateByDefault, dissociate, linksOf } from '../model/associations.ts';
import { versionsOf } from '../model/history.ts';
import { liveRecord, type Hub } from '../model/hub.ts';
import { recordKey } from '../model/lookups.ts';
import { mergeRecords } from '../model/merge.ts';
import { propertiesOf } from '../model/properties.ts';
import { archiveRecord, createRecord, eraseContact, restoreRecord, updateRecord } from '../model/records.ts';
import { notFound } from '../model/refusal.ts';
import type { RecordRow } from '../model/rows.ts';
import { findType, mustType } from '../model/schemas.ts';
import { rendered } from '../model/timeline.ts';
import type { ObjectType } from '../model/types.ts';
import { nameOf, propertyInput, recordPath, shownValue } from './lists.ts';
import { accountIn, act, base, formOf, moment, shell, viewer, type PageParts } from './shell.ts';

const entriesShown = 60;

/** A record's page: values to edit, what happened to it, what it is linked with. */
export function recordPages(app: Hono, { hub }: PageParts): void {
  const at = '/contacts/:portal/record/:type/:id';
  const find = (c: Context): { type: ObjectType; row: RecordRow; here: string } => {
    const { portalId } = accountIn(c, hub);
    const type = mustType(hub, portalId, c.req.param('type') ?? '');
    const row = hub.records.get(recordKey(portalId, type.id, c.req.param('id') ?? ''));
    if (!row) throw notFound('There is no such record');
    return { type, row, here: recordPath(row).slice(base.length) };
  };
  app.get(at, (c) => {
    const { type, row } = find(c);
    const merged =
      row.mergedInto === null ? null : hub.records.get(recordKey(row.portal, row.type, row.mergedInto));
    const state = merged
      ? html`<p class="notice bad">
          Merged into <a href="${recordPath(merged)}">${nameOf(type, merged)}</a>.
        </p>`
      : row.archivedAt === null
        ? ''
        : html`<p class="notice bad">Deleted ${moment(row.archivedAt)}.</p>`;
    const body = html`${state}
      <div class="columns">
        ${editor(hub, type, row)}
        <div>${timeline(hub, type, row)}</div>
        <div>${links(hub, type, row)} ${dangers(type, row)}</div>
      </div>`;
    return shell(c, nameOf(type, row), body, accountIn(c, hub));
  });
  app.post(at, async (c) => {
    const { type, row, here } = find(c);
    const form = await formOf(c);
    const given = Object.fromEntries(
      Object.entries(form).filter(([name, value]) => (row.values[name] ?? '') !== value),
    );
    return act(c, here, 'saved', () => void updateRecord(hub, viewer(hub, row.portal), type, row, given));
  });
  app.post(`${at}/note`, async (c) => {
    const { row, here } = find(c);
    const { text = '' } = await formOf(c);
    return act(c, here, 'saved', () => {
      const actor = viewer(hub, row.portal);
      const values = { hs_note_body: text, hs_timestamp: String(hub.now()) };
      const note = createRecord(hub, actor, mustType(hub, row.portal, 'notes'), values);
      associate(hub, note, row, [], { source: actor.source });
      return undefined;
    });
  });
  changing(app, hub, at, find);
}

type Find = (c: Context) => { type: ObjectType; row: RecordRow; here: string };

function changing(app: Hono, hub: Hub, at: string, find: Find): void {
  app.post(`${at}/associate`, async (c) => {
    const { row, here } = find(c);
    const form = await formOf(c);
    return act(c, here, form['remove'] ? 'unlinked' : 'linked', () => {
      const other = liveRecord(hub, row.portal, form['type'] ?? '', form['id'] ?? '');
      if (!other) throw notFound('There is no record with that id');
      const { source } = viewer(hub, row.portal);
      if (form['remove']) dissociate(hub, row, other, source);
      else associateByDefault(hub, row, other, source);
      return undefined;
    });
  });
  app.post(`${at}/merge`, async (c) => {
    const { type, row, here } = find(c);
    const { id = '' } = await formOf(c);
    return act(c, here, 'saved', () => {
      const other = liveRecord(hub, row.portal, row.type, id);
      if (!other) throw notFound('There is no record with that id');
      mergeRecords(hub, viewer(hub, row.portal), type, row, other);
      return undefined;
    });
  });
  app.post(`${at}/delete`, (c) => {
    const { type, row, here } = find(c);
    return act(
      c,
      here,
      'archived',
      () => archiveRecord(hub, viewer(hub, row.portal), type, row) as undefined,
    );
  });
  app.post(`${at}/restore`, (c) => {
    const { type, row, here } = find(c);
    return act(c, here, 'restored', () => void restoreRecord(hub, viewer(hub, row.portal), type, row));
  });
  app.post(`${at}/erase`, (c) => {
    const { type, row } = find(c);
    return act(c, `/contacts/${row.portal}/objects/0-1`, 'erased', () => {
      eraseContact(hub, viewer(hub, row.portal), type, row);
      return undefined;
    });
  });
}

function editor(hub: Hub, type: ObjectType, row: RecordRow): Html {
  const editable = propertiesOf(hub, row.portal, type.id).filter((one) => !one.readOnlyValue && !one.hidden);
  const set = editable.filter((one) => row.values[one.name]);
  const empty = editable.filter((one) => !row.values[one.name]);
  const input = (name: string) => propertyInput(hub, row.portal, type, name, row.values[name] ?? '');
  return html`<form class="card" method="post" action="${recordPath(row)}">
    <h2>About</h2>
    ${set.map((one) => input(one.name))}
    <details>
      <summary>${empty.length} empty properties</summary>
      ${empty.map((one) => input(one.name))}
    </details>
    <button>Save</button>
  </form>`;
}

function timeline(hub: Hub, type: ObjectType, row: RecordRow): Html {
  const changes = Object.keys(hub.history.get(row.id)?.versions ?? {}).flatMap((name) =>
    versionsOf(hub, row, name).map(({ value, at, source }) => ({
      at,
      text: html`<strong>${name}</strong> ${value === '' ? 'cleared' : html`set to “${value}”`}
        <span class="sub">${source.label ?? source.type}</span>`,
    })),
  );
  const events = hub.by.timelineOf.all(row.id).map((event) => ({
    at: event.timestamp,
    text: html`${rendered(hub.templates.get(event.templateId)?.headerTemplate ?? '', event)}
      <span class="sub">${rendered(hub.templates.get(event.templateId)?.detailTemplate ?? '', event)}</span>`,
  }));
  const activities = ['0-46', '0-27'].flatMap((kind) =>
    linksOf(hub, row, kind).map((link) => {
      const other = hub.records.get(recordKey(row.portal, kind, link.toId))!;
      const text = other.values['hs_note_body'] ?? other.values['hs_task_subject'] ?? '';
      const at = Date.parse(other.values['hs_timestamp'] ?? '') || other.createdAt;
      return { at, text: html`${kind === '0-46' ? 'Note' : 'Task'}: ${text.replace(/<[^>]*>/g, ' ')}` };
    }),
  );
  const born = {
    at: row.createdAt,
    text: html`Created <span class="sub">${row.source.label ?? row.source.type}</span>`,
  };
  const all = [...changes, ...events, ...activities, born].sort((a, b) => b.at - a.at).slice(0, entriesShown);
  return html`<section class="card">
    <h2>Timeline</h2>
    <form method="post" action="${recordPath(row)}/note">
      ${field({ name: 'text', label: 'Note', required: true, autocomplete: 'off' })}<button>Add note</button>
    </form>
    ${all.map(
      (entry) =>
        html`<div class="entry">
          <p class="sub">${moment(entry.at)}</p>
          ${entry.text}
        </div>`,
    )}
    <p class="sub">Last change ${shownValue(hub, type, row, type.modified)} UTC</p>
  </section>`;
}

function links(hub: Hub, type: ObjectType, row: RecordRow): Html {
  const groups = [...new Set(linksOf(hub, row).map((link) => link.toType))].filter(
    (id) => !['0-46', '0-27'].includes(id),
  );
  const item = (other: ObjectType, link: ReturnType<typeof linksOf>[number]) => {
    const to = hub.records.get(recordKey(row.portal, link.toType, link.toId))!;
    const labels = link.kinds.flatMap((kind) => kind.label ?? []);
    return html`<li class="split">
      <span
        ><a href="${recordPath(to)}">${nameOf(other, to)}</a>
        ${labels.map((label) => html` <span class="tag soft">${label}</span>`)}</span
      >
      <form method="post" action="${recordPath(row)}/associate">
        <input type="hidden" name="type" value="${link.toType}" /><input
          type="hidden"
          name="id"
          value="${link.toId}"
        />
        <button class="quiet" name="remove" value="yes" aria-label="Remove ${nameOf(other, to)}">
          Remove
        </button>
      </form>
    </li>`;
  };
  const choices = (['0-1', '0-2', '0-3', '0-5'] as const).map(
    (id) => [id, mustType(hub, row.portal, id).plural] as const,
  );
  return html`<section class="card">
    <h2>Associations</h2>
    ${groups.map((id) => {
      const other = findType(hub, row.portal, id);
      return other
        ? html`<h3>${other.plural.replaceAll('_', ' ')}</h3>
            <ul class="plain">
              ${linksOf(hub, row, id)
                .slice(0, 30)
                .map((link) => item(other, link))}
            </ul>`
        : '';
    })}
    <form method="post" action="${recordPath(row)}/associate">
      ${choice('type', 'Type', choices, type.id === '0-1' ? '0-2' : '0-1')}
      ${field({ name: 'id', label: 'Record ID', required: true, autocomplete: 'off' })}
      <button class="quiet">Associate</button>
    </form>
  </section>`;
}

function dangers(type: ObjectType, row: RecordRow): Html {
  const at = recordPath(row);
  if (row.archivedAt !== null) {
    return row.mergedInto === null
      ? html`<form class="card" method="post" action="${at}/restore"><button>Restore</button></form>`
      : html``;
  }
  return html`<details class="card">
    <summary>Actions</summary>
    <form method="post" action="${at}/merge">
      ${field({ name: 'id', label: 'Merge this record ID into it', required: true, autocomplete: 'off' })}
      <button class="quiet">Merge</button>
    </form>
    <div class="actions">
      <form method="post" action="${at}/delete"><button class="danger">Delete</button></form>
      ${
        type.id === '0-1'
          ? html`<form method="post" action="${at}/erase">
              <button class="danger">Delete permanently (privacy)</button>
            </form>`
          : ''
      }
    </div>
  </details>`;
}
