import { join } from 'node:path';
import { loadConfig } from './config.ts';
import { startEmulators } from './connectors/emulators.ts';
import { createMailbox } from './demo/mailbox/mailbox.ts';
import { standIns } from './demo/stand-ins.ts';
import { demoControlToken } from './kit/emulator/emulator.ts';
import { systemClock } from './std/clock.ts';
import { messageOf } from './std/errors.ts';
import { supervised } from './supervised.ts';

/**
 * The emulators of all vendors, on the hub's port + 1, and a mail server on port + 2 whose mails they show. They outlive
 * a killed hub only in tests of their own.
 */
const config = loadConfig();
let stop = async (): Promise<void> => undefined;
const self = supervised({ stop: () => stop() });
const above = (count: number) => (config.port === 0 ? 0 : config.port + count);
/** Which port is being opened, for the sentence when it is taken. */
let opening = { port: above(1), what: 'the emulators need it' };

try {
  const mailbox = createMailbox({ clock: systemClock });
  const running = await startEmulators({
    port: above(1),
    host: config.host,
    dataFolder: join(config.dataFolder, 'emulators'),
    controlToken: config.internal.emulatorToken ?? demoControlToken,
    clock: systemClock,
    random: Math.random,
    more: standIns(mailbox, systemClock),
  });
  opening = { port: above(2), what: 'the emulated mail server needs it' };
  const smtpPort = await mailbox.listen(above(2), config.host);
  stop = async () => {
    await Promise.all([running.close(), mailbox.close()]);
  };
  self.ready({ origin: running.origin, smtp: `smtp://${new URL(running.origin).hostname}:${smtpPort}` });
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const sentence = `Port ${opening.port} is in use; ${opening.what}. Stop what uses it, or set COUNTERSIGN_PORT to another.`;
  self.cannotStart(taken ? sentence : messageOf(error));
}
