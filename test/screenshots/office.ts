import type {
  Connection,
  InvitationLink,
  Member,
  NewConnectionAnswer,
  Page,
  ResetLink,
  RunSummary,
  Session,
  Workflow,
} from '../../src/api/contract.ts';
import { Visitor } from '../../src/demo/browserless.ts';
import type { Product } from '../journeys/product.ts';
import { eventually } from '../journeys/waiting.ts';

/** Who signs in, and with what. */
export const owner = { name: 'Ana Souza', email: 'ana@acme.example', password: 'correct horse battery' };

/** How often a condition is looked at before a busy machine counts as broken, in seconds. */
const patience = 120;

/** A workspace that people work in, by its API, as its owner. */
export interface Office {
  workspace: string;
  call<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Connects an account of an emulator. */
  connect(connector: string, name: string, credentials: Record<string, string>): Promise<Connection>;
  /** Makes a workflow; it is published unless its definition is not whole. */
  workflow(name: string, definition: unknown, options?: { publish: boolean }): Promise<Workflow>;
  /** Invites somebody, who accepts. */
  join(person: { name: string; email: string; role: string }): Promise<void>;
  /** A link to a new password for a member. */
  resetLink(email: string): Promise<string>;
  invite(email: string, role: string): Promise<string>;
  /** Waits for the newest run that has come to this status and has these words in its title. */
  run(status: string, words: string): Promise<RunSummary>;
}

/** Founds a workspace beside the demo's; the demo's own workflow stops, so that nothing runs twice. */
export async function openOffice(
  product: Product,
  workspace: { name: string; timeZone: string },
): Promise<Office> {
  const person = new Visitor(product.hub);
  const entered = await person.json<Session>('POST', '/api/session/demo', {});
  const demo = entered.workspaces.find((each) => each.demo)!.id;
  for (const { id } of await person.json<Workflow[]>('GET', `/api/w/${demo}/workflows`)) {
    await person.json('POST', `/api/w/${demo}/workflows/${id}/pause`, {});
  }
  const founded = await person.json<Session>('POST', '/api/workspaces', { ...workspace, account: owner });
  const { id } = founded.workspaces.find((each) => !each.demo)!;
  const call: Office['call'] = (method, path, body) => person.json(method, `/api/w/${id}${path}`, body);
  const invite = async (email: string, role: string) =>
    (await call<InvitationLink>('POST', '/invitations', { email, role })).link;
  return {
    workspace: id,
    call,
    connect: (connector, name, credentials) => connect(call, { connector, name, credentials }),
    workflow: (name, definition, options) => makeWorkflow(call, name, definition, options),
    invite,
    join: async ({ name, email, role }) => {
      const token = tokenOf(await invite(email, role));
      const account = { name, password: owner.password };
      await new Visitor(product.hub).json('POST', '/api/session/invitation/accept', { token, account });
    },
    resetLink: async (email) => {
      const member = (await call<Member[]>('GET', '/members')).find((each) => each.email === email)!;
      return (await call<ResetLink>('POST', `/members/${member.id}/reset-link`, {})).link;
    },
    run: (status, words) =>
      eventually(
        `a run of "${words}" that is ${status}`,
        async () => {
          const { items } = await call<Page<RunSummary>>('GET', `/runs?status=${status}`);
          return items.find(({ title }) => title?.includes(words)) ?? null;
        },
        patience,
      ),
  };
}

const tokenOf = (link: string) => new URL(link).searchParams.get('token');

async function connect(
  call: Office['call'],
  account: { connector: string; name: string; credentials: Record<string, string> },
): Promise<Connection> {
  const { connector } = account;
  const place =
    connector === 'webhook'
      ? { environment: 'live', authMethod: 'none' }
      : { environment: 'emulator', authMethod: 'token' };
  const answer = await call<NewConnectionAnswer>('POST', '/connections', { ...account, ...place });
  if (!('connection' in answer)) throw new Error(`${connector} asks for consent`);
  return answer.connection;
}

async function makeWorkflow(
  call: Office['call'],
  name: string,
  definition: unknown,
  options = { publish: true },
): Promise<Workflow> {
  const made = await call<Workflow>('POST', '/workflows', { name, definition });
  if (!options.publish) return made;
  return call<Workflow>('POST', `/workflows/${made.id}/publish`, { revision: made.draftRevision });
}
