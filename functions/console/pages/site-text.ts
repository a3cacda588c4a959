/** A site as it is called: its code and its place, for instance `cn1 Hangzhou`. */
import { type Site, sites } from '../../../shared/validation/site';
import { language } from './language';

export const siteText = (site: Site): string => `${site} ${sites[site].name[language.get()]}`;
