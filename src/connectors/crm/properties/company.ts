import { property } from '../../../domain/records/property.ts';
import type { Property } from '../../../domain/records/property.ts';
import { lifecycleStages, options, owner, stamps, text } from './shared.ts';

const group = 'companyinformation';

export const company: Property[] = [
  text('name', 'Company name', { group, slot: 1 }),
  text('domain', 'Company domain name', { group, format: 'domain', slot: 2 }),
  property({ name: 'phone', label: 'Phone number', fieldType: 'phonenumber', group }),
  text('website', 'Website URL', { group, format: 'url' }),
  text('description', 'Description', { group, fieldType: 'textarea' }),
  property({
    ...{ name: 'industry', label: 'Industry', type: 'enumeration', group },
    options: options({
      COMPUTER_SOFTWARE: 'Computer software',
      CONSTRUCTION: 'Construction',
      CONSUMER_GOODS: 'Consumer goods',
      FINANCIAL_SERVICES: 'Financial services',
      FOOD_PRODUCTION: 'Food production',
      HOSPITAL_HEALTH_CARE: 'Hospital & health care',
      LOGISTICS_AND_SUPPLY_CHAIN: 'Logistics and supply chain',
      MACHINERY: 'Machinery',
      RENEWABLES_ENVIRONMENT: 'Renewables & environment',
      RETAIL: 'Retail',
    }),
  }),
  text('address', 'Street address', { group }),
  text('zip', 'Postal code', { group }),
  text('city', 'City', { group, slot: 3 }),
  text('state', 'State/Region', { group }),
  text('country', 'Country/Region', { group }),
  property({ name: 'numberofemployees', label: 'Number of employees', type: 'number', group, slot: 4 }),
  property({ name: 'annualrevenue', label: 'Annual revenue', type: 'number', group, slot: 5 }),
  property({
    ...{ name: 'lifecyclestage', label: 'Lifecycle stage', type: 'enumeration', fieldType: 'radio', group },
    options: lifecycleStages,
  }),
  owner(group, 6),
  ...stamps(group),
];
