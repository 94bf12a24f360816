import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { openHouse, publicUrl } from './house.fixture.ts';
import type { House } from './house.fixture.ts';

const password = 'correct horse battery';
let house: House;

before(async () => {
  house = await openHouse();
  await house.workspace('Acme');
});
beforeEach(() => house.database.pool.query('delete from tries'));
after(() => house[Symbol.asyncDispose]());

describe('guessing', () => {
  /** A try from an address, as the socket tells it. */
  async function attempt(
    address: string,
    given: { email: string; password: string },
    forwarded = '',
  ): Promise<number> {
    const headers = { host: '127.0.0.1:4000', origin: publicUrl, 'content-type': 'application/json' };
    const all = forwarded === '' ? headers : { ...headers, 'x-forwarded-for': forwarded };
    const env = { incoming: { socket: { remoteAddress: address } } };
    const init = { method: 'POST', headers: all, body: JSON.stringify(given) };
    return (await house.api.app.request(`${publicUrl}/api/session/sign-in`, init, env)).status;
  }
  const times = async (many: number, work: (n: number) => Promise<number>) => {
    const statuses: number[] = [];
    for (let n = 0; n < many; n++) statuses.push(await work(n));
    return statuses;
  };

  test('one password for many accounts from one address ends after ten, however the address is dressed', async () => {
    const statuses = await times(12, (n) =>
      attempt(
        '203.0.113.9',
        { email: `somebody${n}@acme.example`, password: 'Summer2026!' },
        `198.51.100.${n}`,
      ),
    );
    assert.deepEqual(statuses, [...Array<number>(10).fill(401), 429, 429]);
    assert.equal(await attempt('203.0.113.9', { email: 'viewer@acme.example', password }), 429);
    assert.equal(await attempt('203.0.113.10', { email: 'viewer@acme.example', password }), 200);
  });

  test('one network of IPv6 is one address', async () => {
    const statuses = await times(11, (n) =>
      attempt(`2001:db8:1:2::${n + 1}`, { email: `s${n}@acme.example`, password: 'x' }),
    );
    assert.deepEqual(statuses.slice(-2), [401, 429]);
  });

  test('many passwords for one account from many addresses end, in any spelling of it', async () => {
    const spellings = ['admin@acme.example', 'ADMIN@acme.example', ' Admin@Acme.Example '];
    const statuses = await times(12, (n) =>
      attempt(`203.0.113.${n + 20}`, { email: spellings[n % 3]!, password: `guess ${n}` }),
    );
    assert.equal(statuses.at(-1), 429);
    assert.equal(await attempt('203.0.113.99', { email: 'viewer@acme.example', password }), 200);
  });

  test('tells nobody which emails have accounts', async () => {
    const tell = async (address: string) => {
      const answer = await house.nobody('POST', '/api/session/sign-in', {
        email: address,
        password: 'a wrong password',
      });
      return `${answer.status} ${await answer.text()}`;
    };
    assert.equal(await tell('owner@acme.example'), await tell('nobody@acme.example'));
  });
});
