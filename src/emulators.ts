import { join } from 'node:path';
import { loadConfig } from './config.ts';
import { startEmulators } from './connectors/emulators.ts';
import { demoControlToken } from './kit/emulator/emulator.ts';
import { systemClock } from './std/clock.ts';
import { messageOf } from './std/errors.ts';
import { supervised } from './supervised.ts';

/** The emulators of all vendors, on the hub's port + 1. They outlive a killed hub only in tests of their own. */
const config = loadConfig();
let stop = async (): Promise<void> => undefined;
const self = supervised({ stop: () => stop() });
const port = config.port === 0 ? 0 : config.port + 1;

try {
  const running = await startEmulators({
    port,
    host: config.host,
    dataFolder: join(config.dataFolder, 'emulators'),
    controlToken: config.internal.emulatorToken ?? demoControlToken,
    clock: systemClock,
    random: Math.random,
  });
  stop = () => running.close();
  self.ready({ origin: running.origin });
} catch (error) {
  const taken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const sentence = `Port ${port} is in use; the emulators need it. Stop what uses it, or set COUNTERSIGN_PORT to another.`;
  self.cannotStart(taken ? sentence : messageOf(error));
}
