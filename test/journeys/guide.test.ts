import assert from 'node:assert/strict';
import { after, before, describe } from 'node:test';
import type { Page } from 'playwright-core';
import type { Session, WorkflowSummary } from '../../src/api/contract.ts';
import { Visitor } from '../../src/demo/browserless.ts';
import { openBrowser, type JourneyBrowser } from './browser.ts';
import * as clicksign from './clicksign.ts';
import { searchHistory } from './console.ts';
import * as guided from './guided.ts';
import { keyboard, pointer, type Hand } from './hand.ts';
import { person, walkAs } from './people.ts';
import { startProduct, type Product } from './product.ts';
import * as rdstation from './rdstation.ts';
import { createStory } from './story.ts';
import { textsOf, type Texts } from './texts.ts';

let product: Product;
let browser: JourneyBrowser;
/** The first page of the demo. */
let demo = '';
before(async () => {
  [product, browser] = await Promise.all([startProduct(), openBrowser()]);
  for (const vendor of ['clicksign', 'rdstation']) {
    await product.control(vendor, 'PUT', '/limits', { enabled: false });
  }
  await pauseDemo();
});
after(async () => {
  await Promise.all([browser?.close(), product?.stop()]);
});

const ana = person('Ana Souza', 'ana@acme.example');
const accounts = { clicksign: 'Contratos', rdstation: 'Vendas do time' };
const place = { pipeline: 'Vendas', stage: 'Contrato assinado' };

/** The demo hears of the same documents; only what is made here may answer them. */
async function pauseDemo(): Promise<void> {
  const visitor = new Visitor(product.hub);
  const { workspaces } = await visitor.json<Session>('POST', '/api/session/demo', {});
  demo = `${product.hub}/w/${workspaces[0]!.id}`;
  const at = `/api/w/${workspaces[0]!.id}/workflows`;
  for (const { id } of await visitor.json<WorkflowSummary[]>('GET', at)) {
    await visitor.json('POST', `${at}/${id}/pause`, {});
  }
}

/** Makes the tokens on the vendors' own pages. A token RD gave a user before is taken back. */
function makeTokens(user: string) {
  return browser.visit({}, async (page) => ({
    clicksign: await clicksign.makeToken(page, product.emulators, `Countersign (${user})`),
    rdstation: await rdstation.makeToken(page, product.emulators, user),
  }));
}

/** Chooses a language for this visit and all that follow. */
async function inLanguage(page: Page, { language }: Texts): Promise<void> {
  await page.addInitScript((chosen) => localStorage.setItem('countersign.language', chosen), language);
}

interface Journey {
  language: string;
  how: string;
  handOf: (page: Page, texts: Texts) => Hand;
  /** Nobody has an account yet. */
  isFirst: boolean;
  workspace: string;
  /** Whose token RD gives. */
  user: string;
  file: string;
}

const journeys: Journey[] = [
  {
    ...{ language: 'pt-BR', how: 'by the pointer', handOf: pointer },
    isFirst: true,
    workspace: 'ACME Vendas',
    user: 'Bruno Lima',
    file: 'Contrato da Ana.pdf',
  },
  {
    ...{ language: 'en', how: 'by the keyboard alone', handOf: keyboard },
    isFirst: false,
    workspace: 'Keys Ltd',
    user: 'Ana Souza',
    file: 'Contract of Kim.pdf',
  },
];

/** From an empty workspace to a deal and its history. */
for (const { language, how, handOf, isFirst, workspace, user, file } of journeys) {
  describe(`from nothing to a deal, in ${language}, ${how}`, () => {
    const signer = { name: 'Maria Silva', email: `${language}.maria@acme.com.br`.toLowerCase() };
    let texts: Texts;
    let at = '';
    let workflow = '';
    const walk = (journey: (there: guided.Guided) => Promise<void>) =>
      walkAs(browser, ana, async (page) => {
        await inLanguage(page, texts);
        await page.goto(at || product.hub);
        await page.getByRole('heading', { level: 1 }).waitFor();
        await journey({ page, texts, hand: handOf(page, texts) });
      });

    const step = createStory();

    step('a workspace of one’s own, with both accounts connected', async () => {
      texts = await textsOf(language);
      ana.cookies = [];
      const tokens = await makeTokens(user);
      await walk(async (there) => {
        const { page, hand } = there;
        if (isFirst) {
          await hand.press(page.getByRole('button', { name: texts.say('signIn/enterDemo') }));
          await page.getByRole('heading', { level: 1, name: texts.say('nav/home') }).waitFor();
        } else {
          await guided.signIn(there, ana);
          await page.goto(demo);
        }
        await guided.connectForReal(there, workspace, isFirst ? ana : undefined);
        at = page.url();
        for (const [connector, app, field] of [
          ['clicksign', 'Clicksign', 'access_token'],
          ['rdstation', 'RD Station CRM', 'token'],
        ] as const) {
          const [token, name] = [tokens[connector], accounts[connector]];
          await guided.connect(there, { connector, app, field, token, name });
        }
      });
    });

    step('five steps, a look at real documents, and it is published', async () => {
      await clicksign.sendQuickly(product, {
        ...{ name: `Antes de ${file}`, company: 'ACME Ltda', signers: [signer], signed: 1 },
      });
      await walk(async (there) => {
        const { page, hand } = there;
        await guided.goTo(there, 'workflows');
        await hand.press(
          page
            .getByRole('main')
            .getByRole('link', { name: texts.say('workflow/new') })
            .first(),
        );
        await guided.fiveSteps(there, accounts, place);
        await guided.rehearse(there);
        await guided.publish(there);
        workflow = page.url();
      });
    });

    step('a signature on Clicksign’s pages becomes a deal on RD’s board', () =>
      browser.visit({}, async (page) => {
        const document = { name: file, company: 'ACME Ltda', signers: [signer] };
        await clicksign.sendDocument(page, product.emulators, document);
        await clicksign.signByMail(page, product.emulators, signer);
        const contacts = await rdstation.contactsOf(page, product.emulators, { ...place, title: file }, 1);
        assert.deepEqual(contacts, [`${signer.name} · ${signer.email}`]);
      }),
    );

    step('the history shows the run down to what was sent', () =>
      walk(async ({ page, hand }) => {
        const { say } = texts;
        await searchHistory(page, file, say('nav/history'));
        await hand.press(page.getByRole('main').getByRole('link', { name: file }).first());
        await page
          .getByRole('region', { name: say('run/dataIn') })
          .getByText(signer.email)
          .waitFor();
        await hand.press(page.getByRole('button', { name: say('run/attempt', { number: 1 }) }));
        await hand.press(page.getByRole('button', { name: /POST.*\/deals/ }));
        const answer = page.getByRole('tabpanel', { name: say('call/response') }).first();
        await answer.getByText(`"${file}"`).waitFor();
      }),
    );

    step('and it is paused again', () =>
      walk(async (there) => {
        await there.page.goto(workflow);
        await guided.pause(there);
      }),
    );
  });
}
