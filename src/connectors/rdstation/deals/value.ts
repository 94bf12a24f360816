import { VendorError } from '#kit/vendor-error.ts';
import type { Desk } from '../desk.ts';
import type { Deal, ValueLine } from '../port.ts';

/**
 * A deal's value. RD has no writable amount: it is the sum of the deal's products. So a value is one product line of
 * ours, of a catalog product the user chose, amount 1. Other lines are never touched.
 */

/** `when_empty`: only while the deal has no value. `always`: our line is brought to the value on every run. */
export type ValueRule = 'when_empty' | 'always';

/**
 * The line that stands for a value.
 * @throws VendorError `invalid` when no product is chosen, or it is gone
 */
export async function lineOf(desk: Desk, value: number, productId: string | null): Promise<ValueLine> {
  if (productId === null) {
    throw refused(
      'A value needs a product to stand under, because RD Station CRM sums up a deal from its products. Choose one.',
    );
  }
  const product = (await desk.lists.products()).find((one) => one.id === productId);
  if (!product) throw refused(`The product ${productId} is not in RD Station CRM any more. Choose another.`);
  return { productId, productName: product.name, price: value };
}

function refused(message: string): VendorError {
  return new VendorError('invalid', message, { reach: 'not_sent' });
}

/** Whether the deal's value calls for a look at its lines. Pure. */
export function needsLine(deal: Deal, line: ValueLine, rule: ValueRule): boolean {
  return deal.amount !== line.price && (rule === 'always' || !deal.amount);
}

/** Brings our line of an existing deal to its value. Says whether something was written. */
export async function settleLine(desk: Desk, deal: Deal, line: ValueLine, rule: ValueRule): Promise<boolean> {
  const ours = (await desk.crm.lines(deal.id)).find((one) => one.productId === line.productId);
  if (ours && (ours.total === line.price || rule === 'when_empty')) return false;
  if (ours) {
    await desk.crm.updateLine(deal.id, ours.id, line);
    return true;
  }
  const { outcome } = await desk.context.effects.ensure<{ id: string }>({
    object: 'deal_product',
    match: `${deal.id}:${line.productId}`,
    async find() {
      const found = (await desk.crm.lines(deal.id)).find((one) => one.productId === line.productId);
      return found ? { kind: 'one', id: found.id, value: found } : { kind: 'none' };
    },
    async create() {
      const added = await desk.crm.addLine(deal.id, line);
      return { id: added.id, value: added };
    },
    async read(id) {
      return (await desk.crm.lines(deal.id)).find((one) => one.id === id) ?? null;
    },
  });
  return outcome === 'created';
}
