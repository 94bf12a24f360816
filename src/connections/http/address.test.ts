import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refusalOf } from './address.ts';

const refused = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '100.64.0.1', '100.100.100.200', '127.0.0.1', '127.255.255.254'],
  ...['169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.192', '192.0.2.1', '192.168.1.1'],
  ...[
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '168.63.129.16',
  ],
  ...['::', '::1', '::127.0.0.1', '::7f00:1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8'],
  ...['64:ff9b::7f00:1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::1', '2002:7f00:1::', '2001::1', '2001:db8::1'],
  ...['fc00::1', 'fd00:ec2::254', 'fe80::1', 'fec0::1', 'ff02::1', '100::1', '3fff::1', '5f00::1', '4000::1'],
  ...['', 'localhost', '1.2.3'],
];

test('every address that is not plainly public is refused', () => {
  for (const address of refused) assert.notEqual(refusalOf(address), null, address);
});

test('public addresses are let through, up to the edges of the private ranges', () => {
  const open = [
    '1.1.1.1',
    '8.8.8.8',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '11.0.0.1',
  ];
  for (const address of [...open, '2606:4700:4700::1111', '2a00:1450::1']) {
    assert.equal(refusalOf(address), null, address);
  }
});
