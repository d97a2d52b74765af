// For dashGridOptions={"getLocaleText": {"function": "dengtaGridText(params)"}}: one copy for all grids.
import texts from './texts.js';

window.dashAgGridFunctions = window.dashAgGridFunctions || {};
window.dashAgGridFunctions.dengtaGridText = ({ key, defaultValue, variableValues }) => {
  if (document.documentElement.lang.toLowerCase().startsWith('en')) return defaultValue;
  const text = texts[key] ?? defaultValue;
  return (variableValues ?? []).reduce((done, value) => done.replace('${variable}', value), text);
};
