// The workbench: a row beside its grid, columns as the reader arranges them, all of it in the address.
(() => {
  const side = { type: 'side-row', of: 'data' };
  const { no_update } = window.dash_clientside;
  let opener;

  /** Opens the row beside the grid; "" closes what stands there. */
  function open(row, from) {
    if (row) opener = from;
    window.dengta.keep({ row, since: '', until: '' }, true);
    window.dash_clientside.set_props(side, { data: { ...window.dengta.place(), at: Date.now() } });
    if (!row) opener?.isConnected && opener.focus();
  }

  /** A column's name in the grid as the path of its field. */
  const path = (column) => column.replaceAll('_', '.');

  window.dash_clientside.dengta_data = {
    /** The panel was drawn: readers' software and keyboards go on there. */
    shown() {
      setTimeout(() => document.getElementById('side-title')?.focus({ preventScroll: true }));
      return no_update;
    },
    arrange(state, usual) {
      const columns = (state ?? []).filter((one) => !one.colId.startsWith('ag-Grid'));
      if (!columns.length) return no_update;
      const grid = window.dash_ag_grid.getApi({ type: 'grid', name: 'data' });
      const order = columns.map((one) => path(one.colId));
      const changed = columns.filter((one) => {
        const { context } = grid.getColumn(one.colId)?.getColDef() ?? {};
        return context && ((one.flex ?? null) !== context.flex || (!one.flex && one.width !== context.width));
      });
      window.dengta.keep({
        columns: order.join() === usual.join() ? '' : order.join(),
        pin: columns.filter((one) => one.pinned === 'left').map((one) => one.colId).join(),
        width: changed.map((one) => `${one.colId}:${Math.round(one.width)}`).join(),
      });
      return no_update;
    },
    take_columns(clicks, chosen, usual) {
      if (clicks) window.dengta.go(window.dengta.changed({ columns: chosen.join() === usual.join() ? '' : chosen.join() }), true);
      return no_update;
    },
  };

  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[data-panel]');
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link.dataset.panel, link.closest('.ag-cell') ?? link);
  });

  document.addEventListener('keydown', (event) => {
    const cell = event.target.closest?.('.ag-cell:not(.ag-cell-inline-editing)');
    const link = cell?.parentElement.querySelector('a[data-panel]');
    if (event.key === 'Enter' && link && event.target === cell && cell.querySelector('a[data-panel]')) {
      event.preventDefault();
      open(link.dataset.panel, cell);
    } else if (event.key === 'Escape' && event.target.closest?.('.side') && !event.defaultPrevented) {
      open('');
    }
  }, true);

  document.addEventListener('submit', (event) => {
    const form = event.target.closest('form[data-keep]');
    if (!form) return;
    event.preventDefault();
    window.dengta.go(window.dengta.changed({ ...Object.fromEntries(new FormData(form)), row: '' }), true);
  });
})();
