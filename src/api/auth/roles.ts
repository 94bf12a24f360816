import { createAccessControl } from 'better-auth/plugins/access';
import { adminAc, defaultStatements, memberAc, ownerAc } from 'better-auth/plugins/organization/access';

/** What members of a workspace are, from most to least. */
export const roles = ['owner', 'admin', 'editor', 'viewer'] as const;
export type Role = (typeof roles)[number];

/** Whether a role may do what needs another: each may do what those after it may. */
export function allows(role: Role, needed: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(needed);
}

/** Reads a stored role; null for one we do not know. */
export function readRole(text: string | null | undefined): Role | null {
  return roles.find((role) => role === text) ?? null;
}

/** What the organization plugin lets each role do with members and invitations. */
export const accessControl = createAccessControl(defaultStatements);
export const pluginRoles = {
  owner: accessControl.newRole(ownerAc.statements),
  admin: accessControl.newRole(adminAc.statements),
  editor: accessControl.newRole(memberAc.statements),
  viewer: accessControl.newRole(memberAc.statements),
};
