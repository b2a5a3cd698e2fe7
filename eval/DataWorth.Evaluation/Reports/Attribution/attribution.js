'use strict';
(() => {
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add('scripted');

  // Queries: what is searched for, which, in what order. The page's own order is "wrong first".
  const list = find('#queries');
  const cards = all('.query');
  const value = id => find(id)?.value ?? '';
  const orders = {
    certainty: (a, b) => a.dataset.probability - b.dataset.probability,
    id: (a, b) => a.dataset.id.localeCompare(b.dataset.id, 'en', { numeric: true }),
  };
  const fits = card => {
    const { id, predicted, true: real, verdict } = card.dataset;
    const words = value('#search').trim().toLowerCase();
    return [id, predicted, real].some(text => text.toLowerCase().includes(words))
      && (!value('#class') || [predicted, real].includes(value('#class')))
      && (!value('#verdict') || verdict === value('#verdict'));
  };
  const filter = () => {
    if (!list) return;
    for (const card of cards) card.hidden = !fits(card);
    const shown = cards.filter(card => !card.hidden).length;
    find('#count').textContent = shown === cards.length ? `${shown} shown` : `${shown} of ${cards.length}`;
    find('#none').hidden = shown > 0;
  };
  const sort = () => {
    const order = orders[value('#sort')];
    list?.append(...(order ? [...cards].sort(order) : cards));
  };
  const clear = () => {
    for (const field of all('#search, #class, #verdict')) field.value = '';
    filter();
  };
  for (const field of all('#search, #class, #verdict')) field.addEventListener('input', filter);
  const scale = () => list?.classList.toggle('by-share', value('#scores') === 'relative');
  find('#sort')?.addEventListener('input', sort);
  find('#scores')?.addEventListener('input', scale);
  // A browser that comes back to the page may have kept what was chosen.
  sort();
  filter();
  scale();

  // The viewer: what a link leads to, large. Escape closes a dialog and gives the focus back by itself.
  const viewer = find('#viewer');
  const show = target => {
    const source = target.matches('.query') ? find('.subject', target) : target;
    find('#shown').replaceChildren(...source.cloneNode(true).childNodes);
    if (!viewer.open) viewer.showModal();
    viewer.scrollTop = 0;
  };
  document.addEventListener('click', event => {
    if (event.target === viewer || event.target.closest('#close')) return viewer.close();
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = document.getElementById(link.getAttribute('href').slice(1));
    if (link.matches('.tile, .suspect, .query .picture')) {
      event.preventDefault();
      show(target);
    } else if (target?.matches('.query')) {
      viewer.close();
      if (target.hidden) clear();
    }
  });

  // Suspects: their ids to the clipboard, the list as a file.
  const say = text => { find('#copied').textContent = text; };
  const copyBySelection = text => {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    return done;
  };
  find('#copy')?.addEventListener('click', async event => {
    const ids = all('.suspect').map(row => row.dataset.id);
    const text = ids.join('\n') + '\n';
    let done = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      done = copyBySelection(text);
    }
    event.target.focus();
    say(done ? `${ids.length} ids copied.` : 'This browser does not allow copying. The list is below, as CSV.');
  });
  find('#download')?.addEventListener('click', () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([find('#csv').textContent], { type: 'text/csv' }));
    link.download = 'suspects.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
    say('suspects.csv is downloaded.');
  });
})();
