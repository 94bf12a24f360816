import { property } from '../../../domain/records/property.ts';
import type { Property } from '../../../domain/records/property.ts';
import { lifecycleStages, options, owner, stamps, text } from './shared.ts';

const group = 'contactinformation';

export const contact: Property[] = [
  text('firstname', 'First name', { group, slot: 1 }),
  text('lastname', 'Last name', { group, slot: 2 }),
  text('email', 'Email', { group, format: 'email', unique: true, slot: 3 }),
  text('hs_additional_emails', 'Additional email addresses', { group, readOnly: true }),
  property({ name: 'phone', label: 'Phone number', type: 'string', fieldType: 'phonenumber', group }),
  property({ name: 'mobilephone', label: 'Mobile phone number', fieldType: 'phonenumber', group }),
  text('jobtitle', 'Job title', { group }),
  text('company', 'Company name', { group, slot: 4 }),
  text('website', 'Website URL', { group, format: 'url' }),
  text('salutation', 'Salutation', { group }),
  text('address', 'Street address', { group }),
  text('zip', 'Postal code', { group }),
  text('city', 'City', { group }),
  text('state', 'State/Region', { group }),
  text('country', 'Country/Region', { group }),
  text('hs_language', 'Preferred language', {
    group,
    type: 'enumeration',
    fieldType: 'select',
    options: options({
      en: 'English',
      sv: 'Swedish',
      nb: 'Norwegian',
      'pt-br': 'Portuguese (Brazil)',
      de: 'German',
    }),
  }),
  property({
    ...{ name: 'lifecyclestage', label: 'Lifecycle stage', type: 'enumeration', fieldType: 'radio', group },
    options: lifecycleStages,
    slot: 5,
  }),
  property({
    ...{ name: 'hs_lead_status', label: 'Lead status', type: 'enumeration', fieldType: 'radio', group },
    options: options({
      NEW: 'New',
      OPEN: 'Open',
      IN_PROGRESS: 'In progress',
      OPEN_DEAL: 'Open deal',
      UNQUALIFIED: 'Unqualified',
      ATTEMPTED_TO_CONTACT: 'Attempted to contact',
      CONNECTED: 'Connected',
      BAD_TIMING: 'Bad timing',
    }),
  }),
  owner(group, 6),
  property({ name: 'date_of_birth', label: 'Date of birth', type: 'string', group }),
  property({ name: 'hs_email_optout', label: 'Unsubscribed from all email', type: 'bool', group }),
  text('message', 'Message', { group, fieldType: 'textarea' }),
  ...stamps(group, 'lastmodifieddate'),
];
