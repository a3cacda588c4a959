/**
 * How every mail looks: in the language of the workspaces, one language after the other where an account has both; as text
 * and as HTML; then a list of workspaces where there is one, and the link. Whatever a letter says is text here: it is
 * escaped in one place, and a name that a customer typed stays on one line, is shortened, and is never in the subject.
 */
import type { Bilingual, Language } from '../../validation/language';
import { sites } from '../../validation/site';
import type { SwitchedWorkspace } from '../mail';

export interface MailContent {
  /** At most 100 characters (DirectMail). */
  readonly subject: string;
  /** At most 80,000 bytes, and so is the text (DirectMail: 80 kB). */
  readonly html: string;
  readonly text: string;
}

/** What a mail says, before it is laid out. */
export interface Letter {
  /** A header of the mail: nothing in it is a text that a person typed. */
  readonly subject: Bilingual;
  /** After the greeting. A line break inside a paragraph begins a new line of it. */
  readonly paragraphs: Bilingual<readonly string[]>;
  readonly list?: { readonly caption: Bilingual; readonly workspaces: readonly SwitchedWorkspace[] };
  readonly link: { readonly label: Bilingual; readonly url: string };
}

/** `languages`: those of the workspaces, the first of them the subject's; where none is known, Chinese. */
export const layOut = (letter: Letter, languages: readonly Language[]): MailContent => {
  const [main = 'zh', ...others] = languages;
  const all = [main, ...others];
  return {
    subject: letter.subject[main],
    text: textOf(letter, all),
    html: `<!doctype html><html lang="${locale[main]}"><meta charset="utf-8"><body style="${BODY}">${htmlOf(letter, all)}</body></html>`,
  };
};

const locale: Bilingual = { zh: 'zh-CN', en: 'en-GB' };
const greeting: Bilingual = { zh: '您好：', en: 'Hello,' };
const siteHead: Bilingual = { zh: '站点', en: 'Site' };
const workspaceHead: Bilingual = { zh: '工作空间', en: 'Workspace' };

const BODY = 'margin:0 auto;padding:24px;max-width:640px;font:16px/1.6 sans-serif;color:#222';
const CELL = 'padding:4px 16px 4px 0;border-bottom:1px solid #eee;text-align:left';
const RULE = '<hr style="margin:32px 0;border:0;border-top:1px solid #ddd">';

const textOf = ({ paragraphs, list, link }: Letter, languages: readonly Language[]): string => {
  const said = languages.map((language) => [greeting[language], ...paragraphs[language]].join('\n\n'));
  const rows = list?.workspaces.map(({ site, name }) => `- ${siteIn(languages, site)}  ${oneLine(name)}`) ?? [];
  const listed = list ? `${[...languages.map((language) => list.caption[language]), ...rows].join('\n')}\n\n` : '';
  const colon = languages.every((language) => language === 'zh') ? '：' : ': ';
  return [...said, `${listed}${inEach(languages, link.label)}${colon}${link.url}`].join(
    languages.length > 1 ? '\n\n----------\n\n' : '\n\n',
  );
};

const htmlOf = ({ paragraphs, list, link }: Letter, languages: readonly Language[]): string => {
  const inLanguage = (language: Language, texts: readonly string[]) =>
    `<div lang="${locale[language]}">${texts.map((text) => `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`).join('')}</div>`;
  const row = (cell: 'th' | 'td', ...contents: readonly string[]) =>
    `<tr>${contents.map((content) => `<${cell} style="${CELL}">${escaped(content)}</${cell}>`).join('')}</tr>`;
  const table = ({ caption, workspaces }: NonNullable<Letter['list']>) => {
    const head = row('th', inEach(languages, siteHead), inEach(languages, workspaceHead));
    const rows = workspaces.map(({ site, name }) => row('td', siteIn(languages, site), oneLine(name)));
    const captions = languages.map((language) => inLanguage(language, [caption[language]]));
    return `${captions.join('')}<table style="border-collapse:collapse">${head}${rows.join('')}</table>`;
  };
  const said = languages.map((language) => inLanguage(language, [greeting[language], ...paragraphs[language]]));
  const more = `<p><a href="${escaped(link.url)}">${escaped(inEach(languages, link.label))}</a></p>`;
  return [...said, `${list ? table(list) : ''}${more}`].join(languages.length > 1 ? RULE : '');
};

const inEach = (languages: readonly Language[], words: Bilingual): string =>
  languages.map((language) => words[language]).join(' / ');

/** The site as the customer knows it: its code and where it is. */
export const siteIn = (languages: readonly Language[], site: string): string => {
  const facts = Object.hasOwn(sites, site) ? sites[site as keyof typeof sites] : undefined;
  return facts ? `${site} ${inEach(languages, facts.name)}` : site;
};

/** In characters. Our decision: DirectMail takes 80 kB a body, and a hundred names of full length would be more. */
const LONGEST_NAME = 64;

/**
 * A name that a customer typed, on one line, its end left out where it is long: the link leads to the whole of it. What
 * cannot be seen, or turns the direction of reading, is left out too, for it would hide in the name or turn the words around
 * it; but for what joins characters (of an emoji, of Persian), which stays.
 *
 * A mail goes to an address that nobody confirmed, and mail programs make a link of whatever looks like one. So that no
 * name becomes a link beside ours, a space without width stands after whatever one is recognised by.
 */
export const oneLine = (name: string): string => {
  const visible = name.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').replace(UNSEEN, '');
  const characters = [...visible];
  const short = characters.length > LONGEST_NAME ? `${characters.slice(0, LONGEST_NAME - 1).join('')}…` : visible;
  return short.replace(/[.:@\u3002\uff0e\uff61](?=\S)/g, '$&\u200b');
};

const UNSEEN = /(?!\u200c|\u200d|\ufe0f)[\p{Bidi_Control}\p{Default_Ignorable_Code_Point}]/gu;

/** Made when it is first needed: the names of months and zones take longer to load than all other code of a function. */
const times: { [L in Language]?: Intl.DateTimeFormat } = {};
const timeIn = (language: Language): Intl.DateTimeFormat => {
  times[language] ??= new Intl.DateTimeFormat(locale[language], {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  });
  return times[language];
};

/** The customers' bills are cut in Beijing time, wherever they are. */
export const beijingTime = (atMs: number): Bilingual => ({
  zh: timeIn('zh').format(atMs),
  en: timeIn('en').format(atMs),
});

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
