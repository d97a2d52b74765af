import { zh } from './zh.js';

export function cookie(name) {
  const found = document.cookie.split('; ').find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
}

export const lang = cookie('lang').toLowerCase().startsWith('en') ? 'en' : 'zh';

export const both = (chinese, english) => (lang === 'zh' ? chinese : english);

export const t = (text) => (lang === 'zh' && zh[text]) || text;
