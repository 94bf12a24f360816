/** Names of the demo's people by country: first and last names, cities, what their addresses end with. */
export interface Country {
  name: string;
  language: string;
  code: string;
  phone: string;
  first: string[];
  last: string[];
  cities: string[];
}

export const countries: Country[] = [
  {
    ...{ name: 'Norway', language: 'nb', code: 'no', phone: '+47 9' },
    first: ['Ingrid', 'Jørgen', 'Solveig', 'Magnus', 'Åse', 'Håkon', 'Kari', 'Eirik', 'Silje', 'Torbjørn'],
    last: ['Hansen', 'Ødegård', 'Lunde', 'Bakken', 'Sæther', 'Nygård', 'Fjeld', 'Haugen', 'Strøm', 'Myhre'],
    cities: ['Oslo', 'Bergen', 'Trondheim', 'Tromsø'],
  },
  {
    ...{ name: 'Sweden', language: 'sv', code: 'se', phone: '+46 70' },
    first: ['Elsa', 'Göran', 'Linnéa', 'Björn', 'Åsa', 'Oskar', 'Maja', 'Viktor', 'Frida', 'Anders'],
    last: [
      'Lindström',
      'Åkesson',
      'Nyström',
      'Sjöberg',
      'Holmgren',
      'Ek',
      'Wallin',
      'Bergqvist',
      'Dahl',
      'Hägg',
    ],
    cities: ['Stockholm', 'Göteborg', 'Malmö', 'Umeå'],
  },
  {
    ...{ name: 'Brazil', language: 'pt-br', code: 'com.br', phone: '+55 11 9' },
    first: ['Ana', 'João', 'Beatriz', 'Rafael', 'Conceição', 'Thiago', 'Luísa', 'Antônio', 'Camila', 'Caio'],
    last: [
      'Souza',
      'Gonçalves',
      'Araújo',
      'Ferreira',
      'Assunção',
      'Carvalho',
      'Magalhães',
      'Lima',
      'Rocha',
      'Brandão',
    ],
    cities: ['São Paulo', 'Florianópolis', 'Belo Horizonte', 'Recife'],
  },
  {
    ...{ name: 'Germany', language: 'de', code: 'de', phone: '+49 151 2' },
    first: [
      'Jürgen',
      'Käthe',
      'Lukas',
      'Sabine',
      'Günther',
      'Franziska',
      'Matthias',
      'Ulrike',
      'Jonas',
      'Annelie',
    ],
    last: ['Müller', 'Weiß', 'Schröder', 'Krüger', 'Vogt', 'Großmann', 'Böhm', 'Lehmann', 'Jäger', 'Köhler'],
    cities: ['Berlin', 'München', 'Köln', 'Leipzig'],
  },
];

/** Companies of the demo, five of each country, in the order of the countries. */
export const companies: { name: string; industry: string; employees: number }[] = [
  { name: 'Fjordkraft Ventilasjon AS', industry: 'CONSTRUCTION', employees: 84 },
  { name: 'Nordlys Logistikk AS', industry: 'LOGISTICS_AND_SUPPLY_CHAIN', employees: 210 },
  { name: 'Havbris Sjømat AS', industry: 'FOOD_PRODUCTION', employees: 47 },
  { name: 'Tindefjell Programvare AS', industry: 'COMPUTER_SOFTWARE', employees: 32 },
  { name: 'Solbakken Helse AS', industry: 'HOSPITAL_HEALTH_CARE', employees: 126 },
  { name: 'Björkviken Möbler AB', industry: 'CONSUMER_GOODS', employees: 65 },
  { name: 'Älvsborg Maskin AB', industry: 'MACHINERY', employees: 318 },
  { name: 'Skärgårdens Bageri AB', industry: 'FOOD_PRODUCTION', employees: 23 },
  { name: 'Norrsken Energi AB', industry: 'RENEWABLES_ENVIRONMENT', employees: 154 },
  { name: 'Lyktan Redovisning AB', industry: 'FINANCIAL_SERVICES', employees: 18 },
  { name: 'Padaria Três Irmãs Ltda.', industry: 'RETAIL', employees: 39 },
  { name: 'Construtora Horizonte S.A.', industry: 'CONSTRUCTION', employees: 540 },
  { name: 'Café da Serra Exportação', industry: 'FOOD_PRODUCTION', employees: 92 },
  { name: 'Sol do Nordeste Energia', industry: 'RENEWABLES_ENVIRONMENT', employees: 133 },
  { name: 'Clínica Boa Saúde', industry: 'HOSPITAL_HEALTH_CARE', employees: 58 },
  { name: 'Weißenburger Werkzeugbau GmbH', industry: 'MACHINERY', employees: 275 },
  { name: 'Rheintal Spedition GmbH & Co. KG', industry: 'LOGISTICS_AND_SUPPLY_CHAIN', employees: 190 },
  { name: 'Bäckerei Köhler', industry: 'RETAIL', employees: 27 },
  { name: 'Lindenhof Software GmbH', industry: 'COMPUTER_SOFTWARE', employees: 71 },
  { name: 'Sparwerk Beratung eG', industry: 'FINANCIAL_SERVICES', employees: 44 },
];

export const jobs = [
  'Managing director',
  'Head of sales',
  'Buyer',
  'Accountant',
  'Office manager',
  'Project lead',
];
export const lifecycle = [
  'lead',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
];
export const dealKinds = ['Annual licence', 'Roll-out', 'Service agreement', 'Pilot project', 'Renewal'];
export const troubles = [
  'Invoice shows the wrong address',
  'Signature link has expired',
  'Export stops at 1,000 rows',
  'Wants a quote for ten more seats',
  'Cannot sign in after the holidays',
];
