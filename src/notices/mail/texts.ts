import { escapeHtml } from './html.ts';
import de from './texts/de.json' with { type: 'json' };
import en from './texts/en.json' with { type: 'json' };
import nb from './texts/nb.json' with { type: 'json' };
import ptBR from './texts/pt-BR.json' with { type: 'json' };
import sv from './texts/sv.json' with { type: 'json' };

/** Texts of mails and notices by language: `<template>/subject` and `<template>/text`, with `{{names}}` to be filled. */
export const texts: Record<string, Record<string, string>> = { en, sv, nb, 'pt-BR': ptBR, de };

/** A mail or a notice, in words. */
export interface Words {
  /** One line. */
  subject: string;
  /** Plain text; paragraphs have an empty line between them. */
  text: string;
  /** The same as simple HTML, every value escaped. */
  html: string;
}

/** The language texts are there for that fits best: `pt` and `pt-PT` get `pt-BR`, what nobody wrote gets English. */
export function languageOf(locale: string): string {
  if (locale in texts) return locale;
  const short = locale.split('-')[0]!.toLowerCase();
  return Object.keys(texts).find((language) => language.split('-')[0] === short) ?? 'en';
}

/**
 * Fills a template. With a parameter `count`, `<template>/text_one` and the other plural forms of the language go
 * before `<template>/text`. Throws when the template or a parameter it names is missing: both are mistakes of ours.
 */
export function words(locale: string, template: string, params: Record<string, string>): Words {
  const language = languageOf(locale);
  const subject = textOf(language, `${template}/subject`, params);
  const text = textOf(language, `${template}/text`, params);
  return {
    subject: fill(subject, params, oneLine),
    text: fill(text, params, (value) => value),
    html: paragraphs(fill(escapeHtml(text), params, asHtml)),
  };
}

/** A reason's code as a sentence; one that nobody wrote a sentence for stays a code. */
export function causeIn(locale: string, code: string): string {
  return texts[languageOf(locale)]![`cause/${code}`] ?? code;
}

function textOf(language: string, key: string, params: Record<string, string>): string {
  const own = texts[language]!;
  const form =
    params['count'] === undefined ? '' : new Intl.PluralRules(language).select(Number(params['count']));
  const text = own[`${key}_${form}`] ?? own[key] ?? own[`${key}_other`];
  if (text === undefined) throw new Error(`There is no text ${key} in ${language}`);
  return text;
}

function fill(text: string, params: Record<string, string>, form: (value: string) => string): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`The text needs the parameter ${name}`);
    return form(value);
  });
}

/** A value of a subject: a line break in it would begin another header. */
const oneLine = (value: string) => value.replace(/\s+/g, ' ').trim().slice(0, 200);

/** Our own links can be followed; everything else stays text. */
function asHtml(value: string): string {
  const safe = escapeHtml(value);
  if (!/^https?:\/\/[^\s<>"']+$/.test(value)) return safe;
  return `<a href="${safe}">${safe}</a>`;
}

function paragraphs(text: string): string {
  const parts = text.split(/\n{2,}/).map((part) => `<p>${part.replaceAll('\n', '<br>')}</p>`);
  return `<div style="font:15px/1.5 system-ui,sans-serif;color:#1c2430;max-width:36em">${parts.join('')}</div>`;
}
