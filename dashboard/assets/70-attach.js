// Files dropped on a record: sent one by one as GraphQL multipart requests, each told about; then the page is drawn anew.
(() => {
  const make = (tag, props = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), props);
    made.append(...children);
    return made;
  };
  const redraw = () =>
    window.dash_clientside.set_props('place', { data: { path: location.pathname, search: location.search, at: String(Date.now()) } });

  /** Sends a form and says how far it is; resolves to the answer's JSON. */
  const send = (body, told) =>
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', '/graphql');
      request.setRequestHeader('GraphQL-Require-Preflight', '1');
      request.setRequestHeader('Accept', 'application/json');
      request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
      request.onload = () => {
        try {
          resolve(JSON.parse(request.responseText));
        } catch (error) {
          reject(error);
        }
      };
      request.onerror = reject;
      request.send(body);
    });

  const problem = (answer, field) => {
    const found = answer.errors?.[0] ?? answer.data?.[field]?.problems?.[0];
    return found && [found.message, found.hint ?? found.extensions?.hint].filter(Boolean).join(' ');
  };

  async function attach(asked, choice, files, list) {
    let failed = false;
    for (const file of files) {
      const told = make('li', { className: 'attach-file' });
      const bar = make('progress', { max: 1, value: 0 });
      const said = make('span', { textContent: asked.texts.sending });
      told.append(make('strong', { textContent: file.name }), bar, said);
      list.append(told);
      const refuse = (text) => {
        failed = true;
        bar.remove();
        told.classList.add('bad');
        said.textContent = text;
      };
      if (file.size > asked.largest) {
        refuse(asked.texts.too_large);
        continue;
      }
      const variables = { of: choice.of, kind: choice.kind, file: null, note: choice.note || null, key: crypto.randomUUID?.() ?? String(Math.random()) };
      const body = new FormData();
      body.append('operations', JSON.stringify({ query: asked.document, variables }));
      body.append('map', '{"0": ["variables.file"]}');
      body.append('0', file, file.name);
      try {
        const wrong = problem(await send(body, (share) => (bar.value = share)), 'attach');
        if (wrong) {
          refuse(wrong);
        } else {
          bar.value = 1;
          told.classList.add('good');
          said.textContent = asked.texts.sent;
        }
      } catch {
        refuse(asked.texts.failed);
      }
    }
    // What was refused stays to be read.
    if (!failed) redraw();
  }

  function build(holder) {
    const asked = JSON.parse(holder.dataset.attach);
    holder.dataset.built = 'y';
    const entry = (label, control) => make('label', { className: 'attach-entry' }, make('span', { textContent: label }), control);
    const place = make('select', {}, ...asked.places.map(({ of, label }) => make('option', { value: of, textContent: label })));
    const kind = make('select');
    const note = make('input', { type: 'text', maxLength: 200 });
    const file = make('input', { type: 'file', multiple: true, accept: asked.accept, className: 'unseen' });
    const list = make('ul', { className: 'attach-files' });
    list.setAttribute('role', 'status');
    const offer = () => {
      const { kinds } = asked.places.find(({ of }) => of === place.value);
      kind.replaceChildren(...kinds.map(({ value, label }) => make('option', { value, textContent: label })));
    };
    place.onchange = offer;
    offer();
    const choice = () => ({ of: place.value, kind: kind.value, note: note.value.trim() });
    const drop = make('label', { className: 'attach-drop' });
    drop.append(...holder.childNodes, make('strong', { textContent: asked.texts.drop }), make('span', { textContent: asked.texts.takes, className: 'soft' }), file);
    drop.ondragover = (event) => {
      event.preventDefault();
      drop.classList.add('over');
    };
    drop.ondragleave = () => drop.classList.remove('over');
    drop.ondrop = (event) => {
      event.preventDefault();
      drop.classList.remove('over');
      attach(asked, choice(), [...event.dataTransfer.files], list);
    };
    file.onchange = () => {
      attach(asked, choice(), [...file.files], list);
      file.value = '';
    };
    const entries = make('div', { className: 'attach-entries' }, entry(asked.texts.kind, kind), entry(asked.texts.note, note));
    if (asked.places.length > 1) entries.prepend(entry(asked.texts.place, place));
    holder.append(entries, drop, list);
  }

  async function detach(button) {
    if (button.dataset.asked !== 'y') {
      button.dataset.asked = 'y';
      button.textContent = button.dataset.really;
      return;
    }
    button.disabled = true;
    const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
    const body = JSON.stringify({ query: button.dataset.document, variables: { id: button.dataset.detach } });
    const answer = await (await fetch('/graphql', { method: 'POST', headers, body })).json();
    const wrong = problem(answer, 'removeAttachment');
    if (wrong) button.replaceWith(make('span', { textContent: wrong, className: 'attach-wrong', role: 'alert' }));
    else redraw();
  }

  new MutationObserver(() => document.querySelectorAll('[data-attach]:not([data-built])').forEach(build)).observe(document.body, {
    childList: true,
    subtree: true,
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('[data-detach]');
    if (button) detach(button);
  });
})();
