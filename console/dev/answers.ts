import type { Backfill, Definition, Fault, Preview, RunSummary, Workflow } from '../../src/api/contract.ts';
import { connectors, optionsOf } from './connectors.ts';
import { connections, definition, session, workflows } from './data.ts';
import { attention, home } from './overview.ts';
import { events, runOf, runs, runSummary } from './runs.ts';

export interface Answer {
  status: number;
  body: unknown;
}

let signedIn = true;
let asked = 0;
const good = (body: unknown): Answer => ({ status: 200, body });
const problem = (status: number, code: string, detail: string, faults: Fault[] = []): Answer => ({
  status,
  body: { type: 'about:blank', title: code, status, detail, code, params: {}, faults },
});

/** What the mocked hub answers. Unknown ways are 404. */
export function answerOf(method: string, url: URL, body: unknown): Answer {
  const way = url.pathname.split('/').filter(Boolean).slice(1);
  if (way[0] === 'session') return sessionAnswer(way[1]);
  if (way[0] !== 'w' || way[2] === undefined) return problem(404, 'not_found', 'There is nothing here.');
  return workspaceAnswer(
    method,
    way[1] ?? '',
    way.slice(2),
    url.searchParams,
    body as Record<string, unknown>,
  );
}

function sessionAnswer(verb: string | undefined): Answer {
  if (verb === 'sign-out') signedIn = false;
  else if (verb === 'sign-in') return problem(401, 'unauthenticated', 'The email or the password is wrong.');
  else if (verb) signedIn = true;
  return good({
    ...session,
    user: signedIn ? session.user : null,
    workspaces: signedIn ? session.workspaces : [],
  });
}

function workspaceAnswer(
  method: string,
  workspace: string,
  way: string[],
  query: URLSearchParams,
  body: Record<string, unknown>,
): Answer {
  const fresh = workspace === 'wsp_new';
  const [noun, id, verb, last] = way;
  switch (noun) {
    case 'home':
      return good(
        fresh
          ? {
              ...home,
              attention: 0,
              workflows: { published: 0, paused: 0, draft: 0 },
              sources: [],
              hours: home.hours.map(({ hour }) => ({ hour, completed: 0, failed: 0, waiting: 0, other: 0 })),
            }
          : home,
      );
    case 'connectors':
      return good(connectors);
    case 'connections':
      return fresh && !id && method === 'GET'
        ? good([])
        : connectionAnswer(method, id, verb, last, query, body);
    case 'workflows':
      return fresh && !id && method === 'GET' ? good([]) : workflowAnswer(method, id, verb, body);
    case 'runs':
      return id ? runAnswer(id, verb) : good(fresh ? { items: [], cursor: null } : runsPage(query));
    case 'events':
      return good(
        id
          ? {
              ...events.find((event) => event.id === id),
              body: '{"hello":"world"}',
              headers: { 'content-type': 'application/json' },
              data: null,
            }
          : { items: events, cursor: null },
      );
    case 'attention':
      return good(fresh ? { runs: { items: [], cursor: null }, connections: [], blocked: [] } : attention);
    default:
      return problem(404, 'not_found', 'There is nothing here.');
  }
}

function runsPage(query: URLSearchParams): { items: RunSummary[]; cursor: string | null } {
  const from = Number(query.get('cursor') ?? 0);
  const wanted = runs.filter(
    (run) =>
      (!query.get('status') || run.status === query.get('status')) &&
      run.title.toLowerCase().includes((query.get('q') ?? '').toLowerCase()),
  );
  // From the third reading on two new runs have come, so that "2 new" can be seen.
  const head =
    query.get('limit') && !query.get('q') && !query.get('status') && ++asked > 2
      ? [runSummary(102, 0.5), runSummary(101, 1)]
      : [];
  return {
    items: [...head, ...wanted.slice(from, from + 20)],
    cursor: from + 20 < wanted.length ? String(from + 20) : null,
  };
}

function runAnswer(id: string, verb: string | undefined): Answer {
  const run = runs.find((each) => each.id === id) ?? runs[0]!;
  if (id === 'bulk') return good({ changed: 2 });
  return good(verb === 'repeat' ? { ...runOf(runs[0]!), id: runs[0]!.id } : runOf(run));
}

function connectionAnswer(
  method: string,
  id: string | undefined,
  verb: string | undefined,
  last: string | undefined,
  query: URLSearchParams,
  body: Record<string, unknown>,
): Answer {
  const connection = connections.find((each) => each.id === id);
  if (!id && method === 'GET') return good(connections);
  if (!id) {
    const credentials = Object.values(body.credentials as Record<string, string>);
    if (credentials.some((value) => value.includes('wrong'))) {
      return problem(422, 'connection_refused_credentials', 'Clicksign answered: access token not valid.');
    }
    return good({ connection: { ...connections[0], name: body.name } });
  }
  if (!connection) return problem(404, 'not_found', 'This connection does not exist.');
  if (verb === 'options') return good(optionsOf(last ?? '', query));
  if (verb === 'test') {
    return good({
      ok: connection.status === 'active',
      account: connection.account,
      ms: 340,
      error: connection.reason,
    });
  }
  if (verb === 'backfill') {
    const answer: Backfill = {
      found: 31,
      wouldRun: 12,
      truncated: false,
      started: body.confirm ? 12 : 0,
      samples: runs
        .slice(0, 3)
        .map((run) => ({ title: run.title, occurredAt: run.startedAt, trigger: run.trigger })),
    };
    return good(answer);
  }
  return good(connection);
}

function workflowAnswer(
  method: string,
  id: string | undefined,
  verb: string | undefined,
  body: Record<string, unknown>,
): Answer {
  if (id === 'preview') {
    return good(previewOf(body.definition as Definition, body.eventId as string | undefined));
  }
  if (!id && method === 'GET') return good(workflows);
  const workflow = workflows.find((each) => each.id === id) ?? {
    ...workflows[0]!,
    id: 'wfl_3',
    status: 'draft' as const,
    version: null,
  };
  if (verb === 'versions') {
    return good(
      [3, 2, 1].map((number) => ({
        number,
        id: `wfv_${number}`,
        publishedAt: runs[number * 8]?.startedAt,
        publishedBy: 'Ana Souza',
        definition,
      })),
    );
  }
  const saved: Workflow = {
    ...workflow,
    ...(body?.definition
      ? {
          draft: body.definition as Definition,
          name: body.name as string,
          draftRevision: workflow.draftRevision + 1,
        }
      : {}),
  };
  if (method !== 'GET' && workflows.includes(workflow)) workflows[workflows.indexOf(workflow)] = saved;
  return good(verb === 'publish' ? { ...saved, status: 'published', version: 4, changed: false } : saved);
}

const values: Record<string, string> = Object.fromEntries(
  connectors.flatMap((each) =>
    each.triggers.flatMap((trigger) =>
      trigger.output.map((field) => [field.path, JSON.stringify(field.sample).replaceAll('"', '')]),
    ),
  ),
);

/** Fills braces with samples: enough to look at. */
function fill<Value>(value: Value): Value {
  return JSON.parse(
    JSON.stringify(value).replaceAll(/\{\{\s*([\w.]+)\s*\}\}/g, (_, key: string) => values[key] ?? ''),
  ) as Value;
}

function previewOf(given: Definition, eventId: string | undefined): Preview {
  const event = events.find((each) => each.id === eventId);
  const steps = Object.entries(given.steps).flatMap(([id, step]) =>
    step.kind === 'action'
      ? [{ id, action: step.key, connector: step.connector, input: fill(step.input), faults: [] }]
      : [],
  );
  return { event: event ? { id: event.id, title: event.title } : null, data: {}, passes: true, steps };
}
