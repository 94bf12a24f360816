import { parseArgs } from 'node:util';
import { once } from 'node:events';
import { signature, startProduct } from './product.ts';

/** `npm run bench`: measures the product. `-- --serve --port P --sink URL` only starts it, to be driven from outside. */
const { values } = parseArgs({
  options: {
    serve: { type: 'boolean', default: false },
    port: { type: 'string', default: '7000' },
    sink: { type: 'string', default: 'http://127.0.0.1:7001/x' },
    data: { type: 'string' },
  },
});

if (values.serve) {
  const product = await startProduct({
    port: Number(values.port),
    sink: values.sink,
    ...(values.data ? { dataFolder: values.data } : {}),
  });
  const { url, secret } = product;
  console.log(
    JSON.stringify({ url, secret, signatureHeader: signature.header, signaturePrefix: signature.prefix }),
  );
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await product.stop();
}
