import type { Role } from '../../../src/api/contract.ts';

const all: Role[] = ['owner', 'admin', 'editor', 'viewer'];

/** Roles somebody may give to others: only owners make owners, only admins and owners give any. */
export function assignableRoles(own: Role): Role[] {
  if (own === 'owner') return all;
  return own === 'admin' ? all.slice(1) : [];
}

/** Whether somebody may change or remove a member of a role: owners are the owners' affair. */
export function mayManage(own: Role, theirs: Role): boolean {
  return assignableRoles(own).includes(theirs);
}
