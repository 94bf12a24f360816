/** Whether an email is that of the demo's account, which many share; `.invalid` belongs to nobody (RFC 2606). */
export function isDemoAccount(email: string): boolean {
  return email.endsWith('.invalid');
}
