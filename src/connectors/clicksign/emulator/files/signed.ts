import { PDFDocument, StandardFonts, type PDFFont } from 'pdf-lib';
import { spoken } from '../model/moment.ts';
import type { DocumentRow } from '../model/rows.ts';
import { must, type Store } from '../model/store.ts';

/**
 * The signed file of a finished document: the original's pages and a page that logs who signed. An original that is
 * no readable PDF gives a PDF with the log alone. The same document always gives the same bytes.
 */
export async function signedPdf(store: Store, document: DocumentRow): Promise<Buffer> {
  const bytes = Buffer.from(must(store.files, document.fileId).base64, 'base64');
  const isPdf = bytes.subarray(0, 5).toString('latin1') === '%PDF-';
  const pdf = isPdf ? await load(bytes) : await PDFDocument.create({ updateMetadata: false });
  const finished = new Date(document.finishedAt ?? document.updatedAt);
  pdf.setModificationDate(finished);
  pdf.setCreationDate(finished);
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const page = pdf.addPage([595, 842]);
  let y = 790;
  for (const [index, line] of logLines(store, document).entries()) {
    page.drawText(encodable(font, line), { x: 56, y, size: index === 0 ? 18 : 10, font });
    y -= index === 0 ? 32 : 16;
  }
  return Buffer.from(await pdf.save({ useObjectStreams: false }));
}

/** A file that only claims to be a PDF still gets its log. */
async function load(bytes: Buffer): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(bytes, { ignoreEncryption: true, updateMetadata: false });
  } catch {
    return PDFDocument.create({ updateMetadata: false });
  }
}

function encodable(font: PDFFont, text: string): string {
  const known = new Set(font.getCharacterSet());
  return [...text].map((letter) => (known.has(letter.codePointAt(0)!) ? letter : '?')).join('');
}

function logLines(store: Store, document: DocumentRow): string[] {
  const links = store.linksOfDocument.all(document.id);
  return [
    'Log de assinaturas',
    `Documento: ${document.filename}`,
    `Chave: ${document.id}`,
    '',
    ...links.flatMap((link) => {
      const signer = must(store.signers, link.signerId);
      const name = link.evidence?.name ?? signer.name ?? '';
      const when = link.endedAt === null ? '' : ` em ${spoken(link.endedAt)}`;
      const state = { pending: 'não assinou', signed: `assinou${when}`, refused: `recusou${when}` }[
        link.status
      ];
      return [`${name} <${signer.email ?? signer.phoneNumber ?? ''}> ${state} (${link.auths.join(', ')})`];
    }),
    '',
    'Emulador: nada aqui tem valor jurídico.',
  ];
}
