/** A request as it goes over the wire; the connection ends with it. */
export const request = (line: string, more = '', body = '') =>
  `${line} HTTP/1.1\r\nhost: hub.example\r\nconnection: close\r\n${more}\r\n${body}`;
export const outOfTheHouse = [
  ...[
    '/../../etc/passwd',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/package.json',
    '//etc/passwd',
    '/./../package.json',
  ],
  ...[
    '/assets/../../../package.json',
    '/assets/..%5c..%5cpackage.json',
    '/assets/%2e%2e%2f%2e%2e%2fpackage.json',
  ],
  ...[
    '/.env',
    '/.git/config',
    '/.hash',
    '/data/secret',
    '/package.json',
    '/src/main.ts',
    '/index.html%00.js',
    '/%00',
  ],
  ...[
    '/file:///etc/passwd',
    '/\\..\\..\\package.json',
    '/..;/package.json',
    '/%252e%252e/package.json',
    '/%c0%ae%c0%ae/x.json',
  ],
];
export const broken = [
  ...[
    '/%',
    '/%zz',
    '/%ff',
    '/api/%',
    '/api/%ff',
    '/api/w/%/runs',
    '/api/w/%00/runs',
    '/hooks/%/x',
    '/hooks/%ff/%ff',
  ],
  ...[
    '/hooks/x',
    '/hooks/x/y/z',
    '/oauth/callback',
    '/oauth/callback?state=%ff&code=%',
    '/oauth/callback?code=x&state=',
  ],
  ...[
    '/oauth/%',
    '/oauth/callback?state=a&state=b',
    '/setup?token=%ff',
    '/setup?token=../../x',
    '/api/docs/../session',
  ],
  ...[
    `/api/session?${'a=b&'.repeat(3_000)}`,
    `/${'a/'.repeat(3_000)}`,
    '/api//session',
    '/API/session',
    '/api/session/',
  ],
];
export const odd = [
  ...[
    'TRACE /',
    'PROPFIND /api/session',
    'QUERY /api/session',
    'OPTIONS *',
    'DELETE /',
    'PUT /index.html',
    'PATCH /hooks/x/y',
  ].map((line) => request(line)),
  ...[
    'CONNECT 169.254.169.254:80',
    'GET http://169.254.169.254/',
    'GET //evil.example/',
    'BREW /',
    'get /',
  ].map((line) => request(line)),
  ...[
    'GET / HTTP/9.9\r\n\r\n',
    'GET /\r\n\r\n',
    '\r\n\r\n\r\n',
    '\u0016\u0003\u0001\u0002\u0000\u0001',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  ],
  ...[
    'GET / HTTP/1.1\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: a b\r\n\r\n',
  ],
  request('GET /api/session', `x-long: ${'a'.repeat(100_000)}\r\n`),
  request('GET /api/session', 'x-many: 1\r\n'.repeat(3_000)),
  request('GET /api/session', `cookie: ${'countersign.session_token=x;'.repeat(300)}\r\n`),
  request(
    'GET /api/session',
    'authorization: Bearer \u00ff\u00fe\r\nx-forwarded-for: \u0001, ::::, 999.9.9.9\r\n',
  ),
  request('POST /api/session/sign-in', 'content-length: 5\r\ntransfer-encoding: chunked\r\n', '0\r\n\r\n'),
  request('POST /api/session/sign-in', 'content-length: -1\r\n'),
  request('POST /api/session/sign-in', 'content-length: 1\r\ncontent-length: 2\r\n', 'ab'),
  request('POST /api/session/sign-in', 'transfer-encoding: chunked, identity\r\n', '0\r\n\r\n'),
  request('POST /api/session/sign-in', 'transfer-encoding: chunked\r\n', 'zz\r\n\r\n'),
  request('GET /api/session', 'upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-key: x\r\n'),
  request('GET /', 'upgrade: h2c\r\nconnection: upgrade, http2-settings\r\nhttp2-settings: x\r\n'),
  request('GET /', 'range: bytes=0-0,-1,5-1\r\nif-none-match: *\r\naccept-encoding: gzip;q=-1\r\n'),
];

export const most = 5 * 1024 * 1024;
const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
/** Bodies that somebody who may send events could send. */
export const bodies = [
  ...[
    '',
    ' ',
    '{',
    'null',
    '1',
    '"x"',
    '[]',
    '{}',
    '[[]]',
    '{"a":1,"a":2}',
    '{"a":1e999}',
    '\ufeff{}',
    '<a/>',
    'a=b',
  ],
  ...[
    '{"name":"\\u0000"}',
    '{"name":"\\ud800"}',
    '{"\\u0000":1}',
    '{"name":"\u202e\u0001"}',
    '{"__proto__":{"polluted":1}}',
  ],
  ...[
    '{"constructor":{"prototype":{"x":1}}}',
    '{"name":"{% include \\"package.json\\" %}{{ x }}"}',
    '{"name":{"name":{}}}',
  ],
  ...[
    deep(150),
    deep(3_000),
    deep(10_000),
    deep(200_000),
    '['.repeat(200_000),
    `${'['.repeat(9_000)}${']'.repeat(9_000)}`,
  ],
  ...[
    `{"name":"${' '.repeat(300_000)}"}`,
    `{"name":"${'x'.repeat(most - 100)}"}`,
    `{"name":"${'é'.repeat(300)}🦊"}`,
  ],
  `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":"v${n}"`).join(',')}}`,
  `{"name":${'9'.repeat(50_000)}}`,
].map((text) => Buffer.from(text));
bodies.push(Buffer.from([0xff, 0xfe, 0x00]), Buffer.from('{"a":"\xff"}', 'latin1'), Buffer.alloc(1_000));
