// Builds every browser file Dengta serves that comes from npm. `npm ci && npm run build`
import { build } from 'esbuild';
import { parse } from 'acorn';
import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const here = import.meta.dirname;
const assets = path.resolve(here, '../assets/vendor');
const graphiql = path.resolve(here, '../../api/graphql/graphiql');
const modules = path.join(here, 'node_modules');
const inModules = (name) => new RegExp(`node_modules/${name}`);
const require = createRequire(import.meta.url);
const common = { absWorkingDir: here, bundle: true, minify: true, legalComments: 'none', target: 'es2021', charset: 'utf8', metafile: true };
const version = (name) => require(path.join(modules, name, 'package.json')).version;
const banner = (text) => ({ js: `/*! ${text}; licences: LICENSES.txt */` });

// --- rewriting sources ---

/** Every node of a syntax tree, with its parent and the key it hangs on. */
function* nodes(node, parent = null, key = '') {
  yield [node, parent, key];
  for (const [name, value] of Object.entries(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (child && typeof child.type === 'string') yield* nodes(child, node, name);
    }
  }
}

const splice = (source, edits) =>
  edits.sort((a, b) => b[0] - a[0]).reduce((text, [start, end, put]) => text.slice(0, start) + put + text.slice(end), source);

const rewrite = (name, filter, change) => ({
  name,
  setup({ onLoad }) {
    onLoad({ filter }, async ({ path: file }) => ({ contents: await change(await readFile(file, 'utf8'), file), loader: 'js' }));
  },
});

const replace = (name, substitutes) => ({
  name,
  setup({ onLoad }) {
    for (const [filter, contents] of substitutes) onLoad({ filter }, () => ({ contents, loader: 'js', resolveDir: here }));
  },
});

// --- licences ---

// for the few packages that name MIT without enclosing it
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** The licence of every package of which something is in these builds, beside what was built. */
async function licences(folder, ...builds) {
  const kept = new Set();
  for (const { metafile } of builds) {
    for (const { inputs } of Object.values(metafile.outputs)) {
      for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
        const name = file.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0];
        if (name && bytesInOutput) kept.add(name);
      }
    }
  }
  const texts = [];
  for (const folder of [...kept].sort()) {
    const at = path.resolve(here, folder);
    const about = require(path.join(at, 'package.json'));
    const files = (await readdir(at)).filter((file) => /^(licen[cs]e|copying|thirdpartynotices)/i.test(file)).sort();
    // GraphiQL's plugins come without the text: it is that of the repository they share
    if (!files.length && about.name.startsWith('@graphiql/')) files.push('../../graphiql/LICENSE');
    const words = await Promise.all(files.map((file) => readFile(path.join(at, file), 'utf8')));
    if (!words.length) words.push(`Copyright (c) ${about.author?.name ?? about.author ?? `the authors of ${about.name}`}\n\n${MIT}`);
    texts.push(`${'='.repeat(80)}\n${about.name} ${about.version} (${about.license})\n${'='.repeat(80)}\n\n${words.join('\n').replace(/\r/g, '').replace(/[ \t]+$/gm, '').trim()}\n`);
  }
  await writeFile(path.join(folder, 'LICENSES.txt'), texts.join('\n'));
}

// --- plotly.js ---

/** Leaves out the attribute descriptions, which only plotly's own documentation reads. */
function withoutDescriptions(source) {
  const constant = (node) =>
    node.type === 'Literal' ||
    (node.type === 'TemplateLiteral' && !node.expressions.length) ||
    (node.type === 'BinaryExpression' && constant(node.left) && constant(node.right)) ||
    (node.type === 'ArrayExpression' && node.elements.every(constant)) ||
    (node.type === 'CallExpression' && node.callee.property?.name === 'join' && constant(node.callee.object));
  const edits = [];
  for (const [node] of nodes(parse(source, { ecmaVersion: 'latest', sourceType: 'script', allowReturnOutsideFunction: true }))) {
    if (node.type === 'Property' && node.key.name === 'description' && constant(node.value)) edits.push([node.value.start, node.value.end, "''"]);
  }
  return splice(source, edits);
}

const plotly = () =>
  build({
    ...common,
    entryPoints: ['plotly/index.cjs'],
    outfile: path.join(assets, 'plotly.min.js'),
    format: 'iife',
    globalName: 'Plotly',
    define: { global: 'window', 'define.amd': 'false' },
    loader: { '.css': 'empty' }, // maplibre's, for tile maps
    banner: banner(`plotly.js ${version('plotly.js')}, traces: scatter bar choropleth heatmap indicator scattergeo`),
    plugins: [
      replace('left out', [
        // names and codes of countries: locations are ours, with our own GeoJSON
        [inModules('country-iso-search/'), 'exports.COUNTRIES = []; exports.createLookup = () => ({ lookupAlpha3: () => undefined });'],
        [inModules('plotly.js/src/lib/custom_country_codes'), 'exports.COUNTRIES_X = [];'],
        // exotic projections; those of d3-geo itself stay: conic, albers, mercator, orthographic, ...
        [inModules('d3-geo-projection/'), `const missing = (name) => () => { throw new Error(name + ' is not in this plotly bundle, see dashboard/vendor'); };
          module.exports = new Proxy({ geoNaturalEarth: require('d3-geo').geoNaturalEarth1 }, { get: (has, name) => has[name] ?? missing(name) });`],
      ]),
      rewrite('descriptions', inModules('plotly.js/src/.*\\.js$'), withoutDescriptions),
    ],
  });

// --- Chinese for Mantine's dates and for AG Grid ---

async function locales() {
  const dates = await build({
    ...common,
    entryPoints: ['dates/index.js'],
    outfile: path.join(assets, 'dayjs-zh-cn.js'),
    format: 'iife',
    banner: banner(`dayjs ${version('dayjs')} locale zh-cn`),
    plugins: [{ name: 'no dayjs', setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/index$/ }, () => ({ path: path.join(here, 'dates/no-dayjs.js') })) }],
  });
  const grid = await build({
    ...common,
    entryPoints: ['grid/index.js'],
    outfile: path.join(assets, 'ag-grid-zh-cn.js'),
    format: 'iife',
    banner: banner(`@ag-grid-community/locale ${version('@ag-grid-community/locale')}, zh-CN`),
  });
  await writeFile(path.join(assets, 'ag_grid_zh.json'), JSON.stringify((await import('./grid/texts.js')).default, null, 1) + '\n');
  return [dates, grid];
}

// --- GraphiQL ---

/** prettier/parser-graphql is the same file as prettier/plugins/graphql, but in a form that hides its parsers. */
const oneGraphqlParser = {
  name: 'one GraphQL parser',
  setup: ({ onResolve }) => onResolve({ filter: /^prettier\/parser-graphql$/ }, () => ({ path: path.join(modules, 'prettier/plugins/graphql.mjs') })),
};

const texts = (await import('./graphiql/zh.js')).zh;
const used = new Set();

/** Wraps GraphiQL's own English in t(). */
function translated(source) {
  const edits = [];
  const tree = parse(source, { ecmaVersion: 'latest', sourceType: 'module' });
  for (const [node, parent, key] of nodes(tree)) {
    if (node.type === 'Literal' && typeof node.value === 'string') {
      const [selector, label] = node.value.match(/aria-label="([^"]+)"/) ?? [];
      const text = label ?? node.value;
      if (!Object.hasOwn(texts, text) || parent.type.startsWith('Import') || parent.type === 'BinaryExpression') continue;
      if (parent.type === 'MemberExpression') continue;
      used.add(text);
      const call = `__t(${JSON.stringify(text)})`;
      const put = selector ? `${JSON.stringify(node.value)}.replace(${JSON.stringify(text)}, ${call})` : call;
      edits.push([node.start, node.end, parent.type === 'Property' && key === 'key' ? `[${put}]` : put]);
    }
    if (node.type === 'TemplateElement') {
      const text = node.value.cooked.trim();
      if (!Object.hasOwn(texts, text)) continue;
      used.add(text);
      const [before, after] = node.value.raw.split(text);
      edits.push([node.start, node.end, `${before}\${__t(${JSON.stringify(text)})}${after}`]);
    }
  }
  return edits.length ? `import { t as __t } from ${JSON.stringify(path.join(here, 'graphiql/texts.js'))};\n${splice(source, edits)}` : source;
}

/** Formats variables with the parser that is there anyway, in place of half a megabyte of prettier. */
const smallFormatter = (source) =>
  `import { applyEdits, format } from 'jsonc-parser';\n` +
  source.replace(/async function formatJSONC\(content\) {[\s\S]*?\n}/, `async function formatJSONC(content) {
  return applyEdits(content, format(content, undefined, { tabSize: 2, insertSpaces: true }));
}`);

/** Tabs with buttons in them are a list: to a screen reader a tab of a tab list is one thing that can't hold another. */
const listedTabs = (source) =>
  source.replace('"aria-selected": isActive', '"aria-current": isActive').replace('role: "tab",', '').replace('role: "tablist",', '');

/** Monaco's green of numbers is too pale for the grey behind the answer (WCAG AA). */
const darkerNumbers = (source) => source.replace('foreground: "#6c69ce"', '$& }, { token: "number", foreground: "#07694a"');

const CHANGED = { '/utility/jsonc.js': smallFormatter, '/tabs/index.js': listedTabs, '/react/dist/constants.js': darkerNumbers };

/** Monaco's Chinese: its ESM build has no language packs, so pair the packs' numbers with the English texts. */
async function monacoChinese(inputs) {
  const packs = path.join(modules, 'monaco-editor/dev/vs');
  const messages = (await readFile(path.join(packs, 'nls.messages.zh-cn.js'), 'utf8')).match(/_VSCODE_NLS_MESSAGES\s*=\s*(\[[\s\S]*?\]);?\s*globalThis/)?.[1];
  const chinese = JSON.parse(messages.replace(/,\s*\]$/, ']'));
  const english = {};
  const literal = `"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|\`(?:[^\`\\\\$]|\\\\.)*\``;
  const string = (text) => new Function(`return ${text}`)();
  for (const [, number, text] of (await readFile(path.join(packs, 'editor/editor.main.js'), 'utf8')).matchAll(new RegExp(`localize2?\\w*\\)?\\((\\d+),\\s*(${literal})`, 'g'))) {
    english[string(text)] = chinese[number];
  }
  const found = {};
  for (const file of inputs.filter((name) => /monaco-editor\/esm\//.test(name) && !/theme\/common|[Cc]olorRegistry|editorOptions|editorConfiguration/.test(name))) {
    for (const [, text] of (await readFile(path.resolve(here, file), 'utf8')).matchAll(new RegExp(`localize2?\\((?:[^()]|\\([^()]*\\))*?,\\s*(${literal})`, 'g'))) {
      const words = string(text);
      if (english[words]) found[words] = english[words];
    }
  }
  return found;
}

const hash = (...buffers) => buffers.reduce((sum, buffer) => sum.update(buffer), createHash('sha256')).digest('hex').slice(0, 10);

async function explorer() {
  const out = path.join(graphiql, 'static');
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const node = { 'process.env.NODE_ENV': '"production"' };

  const workers = await build({
    ...common,
    entryPoints: {
      'editor.worker': 'monaco-editor/esm/vs/editor/editor.worker.js',
      'json.worker': 'monaco-editor/esm/vs/language/json/json.worker.js',
      'graphql.worker': 'monaco-graphql/esm/graphql.worker.js',
    },
    outdir: out,
    format: 'iife',
    define: node,
    banner: banner(`monaco-editor ${version('monaco-editor')}, monaco-graphql ${version('monaco-graphql')}`),
    plugins: [oneGraphqlParser],
  });
  const workerFiles = await Promise.all(Object.keys(workers.metafile.outputs).sort().map((file) => readFile(path.resolve(here, file))));

  const options = (chinese) => ({
    ...common,
    entryPoints: { app: 'graphiql/app.jsx' },
    outdir: out,
    format: 'esm',
    splitting: true,
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    jsx: 'automatic',
    define: { ...node, WORKERS_VERSION: JSON.stringify(hash(...workerFiles)) },
    loader: { '.ttf': 'file' },
    banner: banner(`graphiql ${version('graphiql')}, monaco-editor ${version('monaco-editor')}, react ${version('react')}, graphql ${version('graphql')}`),
    plugins: [
      oneGraphqlParser,
      {
        name: 'editor',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /edcore\.main\.js$/ }, () => ({ path: path.join(here, 'graphiql/editor.js') }));
          // graphiql/style.css holds monaco's styles already; its web fonts have no Chinese, the system's do
          onResolve({ filter: /[dD]iffEditorWidget(Impl)?\.js$/ }, () => ({ path: path.join(here, 'graphiql/no-diff.js') }));
          onLoad({ filter: inModules('monaco-editor/.*\\.css$') }, () => ({ contents: '', loader: 'css' }));
          onLoad({ filter: inModules('graphiql/dist/style\\.css$') }, async ({ path: file }) => ({
            contents: (await readFile(file, 'utf8'))
              .replace(/@font-face\s*{[^}]*(Roboto|Fira Code)[^}]*}/g, '')
              .replace(/url\(data:font\/ttf;base64,[^)]*\)/, `url(${path.join(modules, 'monaco-editor/esm/vs/base/browser/ui/codicons/codicon/codicon.ttf')})`),
            loader: 'css',
          }));
        },
      },
      rewrite('GraphiQL in Chinese', inModules('(graphiql/dist|@graphiql/(react|plugin-[a-z-]+)/dist)/.*\\.js$'), (source, file) =>
        translated((Object.entries(CHANGED).find(([end]) => file.endsWith(end))?.[1] ?? String)(source))),
      rewrite('monaco in Chinese', inModules('monaco-editor/esm/vs/nls\\.js$'), (source) =>
        `import { lang } from ${JSON.stringify(path.join(here, 'graphiql/texts.js'))};\nconst chinese = ${JSON.stringify(chinese)};\n` +
        source.replace('function _format(message, args) {', '$&\n    message = (lang === "zh" && chinese[message]) || message;')),
    ],
  });
  const dry = await build({ ...options({}), write: false });
  const chinese = await monacoChinese(Object.values(dry.metafile.outputs).flatMap((file) => Object.entries(file.inputs).filter(([, kept]) => kept.bytesInOutput).map(([name]) => name)));
  const final = await build(options(chinese));
  for (const [file, { bytes }] of Object.entries(final.metafile.outputs)) if (!bytes) await rm(path.resolve(here, file));

  const unused = Object.keys(texts).filter((text) => !used.has(text));
  if (unused.length) console.warn('texts that GraphiQL no longer says:', unused);
  console.log(`monaco: ${Object.keys(chinese).length} texts in Chinese`);

  const page = await readFile(path.join(here, 'graphiql/index.html'), 'utf8');
  const seen = hash(await readFile(path.join(out, 'app.js')), await readFile(path.join(out, 'app.css')));
  await writeFile(path.join(graphiql, 'index.html'), page.replaceAll('{{version}}', seen));
  return [workers, final];
}

await mkdir(assets, { recursive: true });
const [charts, words, editor] = await Promise.all([plotly(), locales(), explorer()]);
await licences(assets, charts, ...words);
await licences(graphiql, ...editor);
