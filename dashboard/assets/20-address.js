// From the reader's hands to the address and back: navigation, state of lists, downloads.
(() => {
  const page = document.documentElement;
  const among = (paths) => paths.split(' ').some((path) => (path.endsWith('/') ? location.pathname.includes(path) : location.pathname.endsWith(path)));

  // AG Grid is a third of all scripts: it comes with the first page that has a list; Cytoscape with the first graph.
  let grid, graph;
  const load = (src) =>
    new Promise((onload, onerror) => document.head.append(Object.assign(document.createElement('script'), { src, onload, onerror })));
  const withGrid = () => (grid ??= Promise.all(page.dataset.grid.split(' ').map(load)));
  const withGraph = () => (graph ??= load(page.dataset.graph));

  const place = () => ({ path: location.pathname, search: location.search });

  /** Tells Dash's router that the address has changed; "keep" stays where the page is scrolled to. */
  function go(href, keep) {
    history.pushState({}, '', href);
    window.dispatchEvent(new CustomEvent('_dashprivate_pushstate'));
    if (!keep) window.scrollTo(0, 0);
  }

  let drawn;

  /** This address with some of its state changed; what is empty is taken out. */
  function changed(state) {
    const address = new URL(location);
    for (const [name, value] of Object.entries(state)) {
      if (value || value === 0) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    return address;
  }

  /** Puts state into the address without drawing the page anew; "push" lets the way back end before it. */
  function keep(state, push) {
    const address = changed(state);
    if (address.href === location.href) return;
    if (push) history.pushState({}, '', address);
    else history.replaceState(history.state, '', address);
    drawn = location.pathname + location.search;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.dengta = {
    async prepare(path) {
      const { no_update } = window.dash_clientside;
      const now = location.pathname + location.search;
      // The first page came with the layout. Later path and search change one after the other, to be drawn once.
      drawn ??= document.querySelector('#page')?.dataset.drawn;
      if (!path || now === drawn) return no_update;
      drawn = now;
      if (among(page.dataset.lists)) await withGrid();
      if (among(page.dataset.graphs)) await withGraph();
      return place();
    },
    title(text) {
      if (text) document.title = text;
      return '';
    },
    drill(clicks) {
      const href = clicks?.map((click) => click?.points?.[0]?.customdata).find(Boolean);
      if (typeof href === 'string') go(href);
      return window.dash_clientside.no_update;
    },
    /** A party in the graph of links was clicked. */
    follow(node) {
      if (node?.href) go(node.href);
      return window.dash_clientside.no_update;
    },
    /** Filters and order of a list become part of the address, so that reload and back find them again. */
    remember(request, kept) {
      const { no_update } = window.dash_clientside;
      if (!request || !kept.includes('stateful')) return no_update;
      const sort = (request.sortModel ?? []).map((one) => `${one.colId}:${one.sort}`).join(',');
      keep({ sort, filter: Object.keys(request.filterModel ?? {}).length ? JSON.stringify(request.filterModel) : '' });
      return no_update;
    },
  };
  window.dengta = { go, keep, place, changed };

  // dcc.Upload gives its field no name, and no way to give it one.
  new MutationObserver(() => {
    for (const field of document.querySelectorAll('[data-label] input[type=file]:not([aria-label])'))
      field.setAttribute('aria-label', field.closest('[data-label]').dataset.label);
  }).observe(document.body, { childList: true, subtree: true });

  const save = (href, name) => Object.assign(document.createElement('a'), { href, download: name }).click();

  /** A list as a file: the query behind the link beside the menu, whole instead of in stretches. */
  async function take(button) {
    const menu = button.closest('[data-list]');
    if (menu.hasAttribute('aria-busy')) return;
    const told = menu.querySelector('[role=alert]');
    const asked = new URL(menu.parentElement.querySelector('a').href).searchParams;
    const { first, offset, ...variables } = JSON.parse(asked.get('variables'));
    const body = { query: asked.get('query'), variables, format: button.dataset.export, ...JSON.parse(menu.dataset.list) };
    told.textContent = '';
    menu.setAttribute('aria-busy', 'true');
    try {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await fetch('/export', { method: 'POST', headers, body: JSON.stringify(body) });
      if (answer.ok) {
        const href = URL.createObjectURL(await answer.blob());
        save(href, /filename="(.+?)"/.exec(answer.headers.get('content-disposition'))[1]);
        setTimeout(() => URL.revokeObjectURL(href), 60_000);
        menu.open = false;
      } else {
        const [{ message, extensions }] = (await answer.json()).errors;
        told.textContent = [message, extensions.hint].filter(Boolean).join(' ');
      }
    } catch {
      told.textContent = menu.dataset.failed;
    }
    menu.removeAttribute('aria-busy');
  }

  /** A chart as a picture, twice as fine as on the screen, on the card's own colour. */
  async function picture(name) {
    const holder = document.querySelector(`[data-chart="${name}"]`);
    const plot = holder.querySelector('.js-plotly-plot');
    const { width, height } = plot.getBoundingClientRect();
    const background = getComputedStyle(page).getPropertyValue('--card').trim();
    const figure = { data: plot.data, layout: { ...plot.layout, paper_bgcolor: background }, config: { locale: plot._context.locale } };
    const href = await window.Plotly.toImage(figure, { format: 'png', width, height, scale: 2 });
    save(href, `${holder.dataset.file}.png`);
  }

  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('.person-menu[open], .nav-more[open], .files[open]')) if (!menu.contains(event.target) || event.target.closest('[data-nav]')) menu.open = false;
    const button = event.target.closest('[data-csv], [data-png], [data-print], [data-export]');
    if (button?.dataset.export) {
      take(button);
    } else if (button?.dataset.csv) {
      window.dash_clientside.set_props('wanted', { data: { ...place(), panel: button.dataset.csv, at: Date.now() } });
    } else if (button?.dataset.png) {
      picture(button.dataset.png);
    } else if (button?.tagName === 'BUTTON') {
      window.print();
    }
    const link = event.target.closest('a');
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    if ('nav' in link.dataset) {
      event.preventDefault();
      go(link.href, link.dataset.nav === 'keep');
    } else if ('preference' in link.dataset) {
      // The list's filters are in the address but not in the link, which was drawn before them.
      const address = new URL(link.href);
      address.searchParams.set('next', location.pathname + location.search);
      link.href = address;
    }
  });
})();
