/**
 * A one-page PDF of plain lines, made without any library so that it takes no time.
 * Letters outside Latin-1 become "?".
 */
export function plainPdf(title: string, lines: string[]): Buffer {
  const escape = (text: string) => text.replace(/[\\()]/g, '\\$&').replace(/[^\u0020-\u00ff]/g, '?');
  const text = [`BT /F1 18 Tf 72 760 Td (${escape(title)}) Tj /F1 11 Tf 0 -34 Td 16 TL`]
    .concat(lines.map((line) => `(${escape(line)}) Tj T*`))
    .concat('ET')
    .join('\n');
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${text.length}>>stream\n${text}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>',
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = pdf.length;
    pdf += `${index + 1} 0 obj${object}endobj\n`;
    return offset;
  });
  const start = pdf.length;
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
  for (const offset of offsets) pdf += `${String(offset).padStart(10, '0')} 00000 n \n`;
  pdf += `trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(pdf, 'latin1');
}

/** The contract people get who upload nothing. */
export function sampleContract(): Buffer {
  return plainPdf('Contrato de Prestação de Serviços', [
    'Este documento é um exemplo do emulador e não tem valor jurídico.',
    '',
    'CONTRATANTE: ACME Ltda.',
    'CONTRATADA: Exemplo Serviços Ltda.',
    '',
    '1. A contratada presta os serviços descritos na proposta.',
    '2. A contratante paga o valor combinado até o dia 10 de cada mês.',
    '3. O contrato vale por doze meses a partir da assinatura.',
  ]);
}
