// plotly.js with the traces Dengta draws, its Chinese locale, and nothing to fetch.
// A map needs its own GeoJSON: the base maps are empty, so that none is asked for on cdn.plot.ly.
const scopes = ['world', 'usa', 'europe', 'asia', 'africa', 'north-america', 'south-america', 'antarctica', 'oceania'];
const layers = ['coastlines', 'land', 'ocean', 'lakes', 'rivers', 'countries', 'subunits'];
const nothing = () => ({
  type: 'Topology',
  arcs: [],
  objects: Object.fromEntries(layers.map((layer) => [layer, { type: 'GeometryCollection', geometries: [] }])),
});
const topojson = {};
for (const scope of scopes) for (const resolution of ['110m', '50m']) topojson[`${scope}_${resolution}`] = nothing();
window.PlotlyGeoAssets = { topojson };

const Plotly = require('plotly.js/lib/core');
Plotly.register([
  require('plotly.js/lib/bar'),
  require('plotly.js/lib/choropleth'),
  require('plotly.js/lib/heatmap'),
  require('plotly.js/lib/indicator'),
  require('plotly.js/lib/scattergeo'),
  require('./locale.cjs'),
]);

// Defaults of the house; dcc.Graph(config=...) still overrides each of them.
Plotly.setPlotConfig({
  displaylogo: false,
  locale: document.documentElement.lang.toLowerCase().startsWith('en') ? 'en-US' : 'zh-CN',
  plotlyServerURL: '',
  showSendToCloud: false, // a button that sends the chart to Plotly's servers, on by default
  topojsonURL: '',
});

module.exports = Plotly;
