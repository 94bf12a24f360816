import type { Property } from '../rows.ts';
import { standardProperty, systemProperties } from './define.ts';

// Names, order and values of the eight stages: HubSpot docs "Contacts", read 2026-11; the order is the usual one.
const stages = [
  ['subscriber', 'Subscriber'],
  ['lead', 'Lead'],
  ['marketingqualifiedlead', 'Marketing Qualified Lead'],
  ['salesqualifiedlead', 'Sales Qualified Lead'],
  ['opportunity', 'Opportunity'],
  ['customer', 'Customer'],
  ['evangelist', 'Evangelist'],
  ['other', 'Other'],
] as const;
const leadStatus = [
  ['NEW', 'New'],
  ['OPEN', 'Open'],
  ['IN_PROGRESS', 'In Progress'],
  ['OPEN_DEAL', 'Open Deal'],
  ['UNQUALIFIED', 'Unqualified'],
  ['ATTEMPTED_TO_CONTACT', 'Attempted to Contact'],
  ['CONNECTED', 'Connected'],
  ['BAD_TIMING', 'Bad Timing'],
] as const;
const industries = [
  ['ACCOUNTING', 'Accounting'],
  ['COMPUTER_SOFTWARE', 'Computer Software'],
  ['CONSTRUCTION', 'Construction'],
  ['DESIGN', 'Design'],
  ['FOOD_PRODUCTION', 'Food Production'],
  ['HOSPITAL_HEALTH_CARE', 'Hospital & Health Care'],
  ['LOGISTICS_AND_SUPPLY_CHAIN', 'Logistics and Supply Chain'],
  ['MACHINERY', 'Machinery'],
  ['RENEWABLES_ENVIRONMENT', 'Renewables & Environment'],
  ['RETAIL', 'Retail'],
] as const;

function stageDates(group: string): Property[] {
  return stages.map(([value, label]) =>
    standardProperty(group, `hs_lifecyclestage_${value}_date`, `Became a ${label} Date`, 'datetime/date', {
      readOnlyValue: true,
    }),
  );
}

const c = 'contactinformation';
const conversion = 'conversioninformation';
/** Standard properties of contacts: the ones integrations use, not all of HubSpot's several hundred. */
export const contactProperties: Property[] = [
  standardProperty(c, 'email', 'Email', 'string/text', { hasUniqueValue: true }),
  standardProperty(c, 'hs_additional_emails', 'Additional email addresses', 'enumeration/checkbox', {
    readOnlyValue: true,
  }),
  standardProperty(c, 'firstname', 'First Name', 'string/text'),
  standardProperty(c, 'lastname', 'Last Name', 'string/text'),
  standardProperty(c, 'salutation', 'Salutation', 'string/text'),
  standardProperty(c, 'jobtitle', 'Job Title', 'string/text'),
  standardProperty(c, 'company', 'Company Name', 'string/text'),
  standardProperty(c, 'phone', 'Phone Number', 'string/phonenumber'),
  standardProperty(c, 'mobilephone', 'Mobile Phone Number', 'string/phonenumber'),
  standardProperty(c, 'website', 'Website URL', 'string/text'),
  standardProperty(c, 'address', 'Street Address', 'string/text'),
  standardProperty(c, 'city', 'City', 'string/text'),
  standardProperty(c, 'state', 'State/Region', 'string/text'),
  standardProperty(c, 'zip', 'Postal Code', 'string/text'),
  standardProperty(c, 'country', 'Country/Region', 'string/text'),
  standardProperty(c, 'hs_language', 'Preferred language', 'enumeration/select', {
    options: [
      ['en', 'English'],
      ['sv', 'Swedish'],
      ['nb', 'Norwegian Bokmål'],
      ['da', 'Danish'],
      ['fi', 'Finnish'],
      ['de', 'German'],
      ['pt-br', 'Portuguese (Brazil)'],
    ],
  }),
  standardProperty(c, 'date_of_birth', 'Date of birth', 'string/text'),
  standardProperty(c, 'message', 'Message', 'string/textarea'),
  standardProperty(c, 'lifecyclestage', 'Lifecycle Stage', 'enumeration/radio', { options: [...stages] }),
  standardProperty(c, 'hs_lead_status', 'Lead Status', 'enumeration/radio', { options: [...leadStatus] }),
  standardProperty(c, 'notes_last_updated', 'Last Activity Date', 'datetime/date', { readOnlyValue: true }),
  standardProperty(c, 'hs_marketable_status', 'Marketing contact status', 'enumeration/select', {
    options: [
      ['true', 'Marketing contact'],
      ['false', 'Non-marketing contact'],
    ],
    readOnlyValue: true,
  }),
  ...stageDates(c),
  standardProperty(conversion, 'recent_conversion_date', 'Recent Conversion Date', 'datetime/date', {
    readOnlyValue: true,
  }),
  standardProperty(conversion, 'recent_conversion_event_name', 'Recent Conversion', 'string/text', {
    readOnlyValue: true,
  }),
  standardProperty(conversion, 'first_conversion_date', 'First Conversion Date', 'datetime/date', {
    readOnlyValue: true,
  }),
  standardProperty(conversion, 'first_conversion_event_name', 'First Conversion', 'string/text', {
    readOnlyValue: true,
  }),
  standardProperty(conversion, 'num_conversion_events', 'Number of Form Submissions', 'number/number', {
    readOnlyValue: true,
  }),
  standardProperty(
    conversion,
    'num_unique_conversion_events',
    'Number of Unique Forms Submitted',
    'number/number',
    {
      readOnlyValue: true,
    },
  ),
  ...systemProperties(c, 'lastmodifieddate'),
];

const o = 'companyinformation';
/** Standard properties of companies. */
export const companyProperties: Property[] = [
  standardProperty(o, 'name', 'Company name', 'string/text'),
  standardProperty(o, 'domain', 'Company Domain Name', 'string/text'),
  standardProperty(o, 'website', 'Website URL', 'string/text'),
  standardProperty(o, 'phone', 'Phone Number', 'string/phonenumber'),
  standardProperty(o, 'description', 'Description', 'string/textarea'),
  standardProperty(o, 'industry', 'Industry', 'enumeration/select', { options: [...industries] }),
  standardProperty(o, 'type', 'Type', 'enumeration/select', {
    options: [
      ['PROSPECT', 'Prospect'],
      ['PARTNER', 'Partner'],
      ['RESELLER', 'Reseller'],
      ['VENDOR', 'Vendor'],
      ['OTHER', 'Other'],
    ],
  }),
  standardProperty(o, 'numberofemployees', 'Number of Employees', 'number/number'),
  standardProperty(o, 'annualrevenue', 'Annual Revenue', 'number/number'),
  standardProperty(o, 'address', 'Street Address', 'string/text'),
  standardProperty(o, 'city', 'City', 'string/text'),
  standardProperty(o, 'state', 'State/Region', 'string/text'),
  standardProperty(o, 'zip', 'Postal Code', 'string/text'),
  standardProperty(o, 'country', 'Country/Region', 'string/text'),
  standardProperty(o, 'lifecyclestage', 'Lifecycle Stage', 'enumeration/radio', { options: [...stages] }),
  standardProperty(o, 'hs_lead_status', 'Lead Status', 'enumeration/radio', { options: [...leadStatus] }),
  ...stageDates(o),
  ...systemProperties(o, 'hs_lastmodifieddate'),
];
