import { z } from '@hono/zod-openapi';
import { AppError } from '#std/errors.ts';
import { readId, showId } from '#std/id.ts';
import type { Id } from '#std/id.ts';
import { readAccount, readWorkspace } from '../auth/accounts.ts';
import { invite, listInvitations, renew, revoke } from '../auth/invitations.ts';
import type { MadeInvitation, OpenInvitation } from '../auth/invitations.ts';
import type { Invitation, InvitationLink } from '../contract.ts';
import { mailLink } from '../link-mail.ts';
import type { ApiParts } from '../rooms.ts';
import { table } from '../route.ts';
import type { Caller, Route } from '../route.ts';
import { invitation, invitationInput, invitationLink } from '../schemas/people.ts';
import { personOf } from './members.ts';

type Parts = Pick<ApiParts, 'auth' | 'pool' | 'clock' | 'config' | 'mailer' | 'log'>;

/** Asking people into a workspace, by a link that is mailed where there is a mail server. */
export function invitationRoutes(parts: Parts): Route[] {
  const { pool, clock } = parts;
  const { routes, inWorkspace } = table('invitations');
  inWorkspace('admin', {
    method: 'get',
    path: '/invitations',
    summary: 'Invitations that nobody accepted yet, newest first',
    answer: z.array(invitation),
    handle: async ({ workspaceId }) =>
      (await listInvitations(pool, workspaceId, clock.now())).map((one) => viewOf(one)),
  });
  inWorkspace('admin', {
    method: 'post',
    path: '/invitations',
    summary: 'Invite somebody by email; the only answer that holds the link. Only owners invite owners',
    body: invitationInput,
    answer: invitationLink,
    status: 201,
    handle: async ({ workspaceId, caller, body }) => {
      const by = inviterOf(parts, caller);
      return linkOf(parts, workspaceId, by, await invite(pool, { workspaceId, by, ...body }, clock.now()));
    },
  });
  inWorkspace('admin', {
    method: 'post',
    path: '/invitations/{invitation}/renew',
    summary: 'Make the link anew, for seven days; the one before is void',
    body: z.object({}),
    answer: invitationLink,
    status: 201,
    handle: async ({ workspaceId, caller, params }) => {
      const by = inviterOf(parts, caller);
      const made = await renew(pool, { workspaceId, by, id: idIn(params) }, clock.now());
      return linkOf(parts, workspaceId, by, made);
    },
  });
  inWorkspace('admin', {
    method: 'delete',
    path: '/invitations/{invitation}',
    summary: 'Revoke an invitation: its link is void at once',
    answer: null,
    handle: ({ workspaceId, caller, params }) =>
      revoke(pool, { workspaceId, by: personOf(caller), id: idIn(params) }),
  });
  return routes;
}

/** The demo's account is everybody's: an invitation by it would be nobody's. */
function inviterOf({ auth }: Parts, caller: Caller): Id {
  const id = personOf(caller);
  if (caller.kind === 'person' && auth.isDemo(caller.person)) {
    throw new AppError(
      'forbidden',
      'The demo invites nobody. Make an account with "Connect for real" first.',
      {
        params: { reason: 'demo_account' },
      },
    );
  }
  return id;
}

function idIn(params: Record<string, string>): Id {
  const id = readId('invitation', params['invitation'] ?? '');
  if (id === null) throw new AppError('not_found', 'This invitation is no longer open.');
  return id;
}

async function linkOf(
  parts: Parts,
  workspaceId: Id,
  by: Id,
  { invitation: made, token }: MadeInvitation,
): Promise<InvitationLink> {
  const link = `${parts.config.publicUrl}/invite?token=${token}`;
  const [workspace, inviter, known] = await Promise.all([
    readWorkspace(parts.pool, workspaceId),
    readAccount(parts.pool, { id: by }),
    readAccount(parts.pool, { email: made.email }),
  ]);
  const mail = await mailLink(parts, {
    ...{ to: made.email, template: 'invitation', link, expiresAt: made.expiresAt.getTime() },
    locale: known?.language ?? inviter?.language ?? 'en',
    timeZone: workspace?.timeZone ?? 'UTC',
    params: { workspace: workspace?.name ?? '', inviter: made.inviter },
  });
  return { invitation: viewOf(made), link, mail };
}

function viewOf({ id, createdAt, expiresAt, ...rest }: OpenInvitation): Invitation {
  return {
    ...rest,
    id: showId('invitation', id),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
