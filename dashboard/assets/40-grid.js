// How cells of the lists are drawn. Values come ready to be read: order and filters are the server's.
(() => {
  const draw = (...parts) => window.React.createElement(...parts);
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});

  cells.DengtaCell = ({ data, value, column }) => {
    if (!data) return draw('span', { className: 'bone bone-cell' });
    const key = column.getColId();
    const href = data[`${key}_href`];
    const tone = data[`${key}_tone`];
    const panel = data[`${key}_panel`];
    if (panel) return draw('a', { href, 'data-panel': panel }, value);
    if (href) return draw('a', { href, 'data-nav': '' }, value);
    if (tone && value !== '—') return draw('span', { className: `badge ${tone}` }, value);
    return value ?? '';
  };

  /** Passed in full colour over contracted; a mark at the plan and one at the least that P7 asks. */
  cells.DengtaBullet = ({ data }) => {
    if (!data) return draw('span', { className: 'bone bone-cell' });
    const { passed, contracted, planned, least, label } = data._bullet;
    const whole = Math.max(passed, contracted, planned, least) * 1.06 || 1;
    const share = (count) => `${(100 * count) / whole}%`;
    return draw(
      'div',
      { className: 'bullet-cell' },
      draw(
        'div',
        { className: 'bullet', role: 'img', 'aria-label': label, title: label },
        draw('span', { className: 'bullet-lighter', style: { width: share(contracted) } }),
        draw('span', { className: `bullet-value${passed < least ? ' below' : ''}`, style: { width: share(passed) } }),
        draw('span', { className: 'bullet-least', style: { left: share(least) } }),
        draw('span', { className: 'bullet-mark', style: { left: share(planned) } }),
      ),
      draw('span', { className: 'bullet-said' }, `${passed} / ${planned}`),
    );
  };
})();
