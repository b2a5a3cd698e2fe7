
'use strict';
const $ = id => document.getElementById(id);
const make = (name, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside.filter(part => part !== null && part !== undefined));
  return element;
};

let facts = null;       // of /api/fit
let answer = null;      // the one that is shown
let listed = [];        // its training examples on the side that is shown
let pinned = null;      // place of the query token that orders them
let asking = null;      // stops the question that is being answered
let picked = null;      // id of the row that is shown

// The token is in the address (#token=...) or is typed; it is kept for this tab alone.
const KEY = 'dataworth-token';
const given = new URLSearchParams(location.hash.slice(1)).get('token');
if (given) {
  sessionStorage.setItem(KEY, given);
  history.replaceState(null, '', location.pathname);
}
const headers = more => {
  const token = sessionStorage.getItem(KEY);
  return { ...more, ...(token ? { Authorization: `Bearer ${token}` } : {}) };
};

async function call(address, options = {}) {
  const response = await fetch(address, { ...options, headers: headers(options.headers) });
  if (response.ok) return response;
  const problem = await response.json().catch(() => ({ detail: `The server answered ${response.status}.` }));
  throw Object.assign(new Error(problem.detail), { status: response.status });
}

function fail(error) {
  $('error').hidden = !error;
  $('error').textContent = error ? (error instanceof TypeError ? 'The server cannot be reached. Is it still running?' : error.message) : '';
}

async function start() {
  if (document.documentElement.dataset.token === 'needed' && sessionStorage.getItem(KEY) === null) return askForToken();
  try {
    facts = await (await call('/api/fit')).json();
  } catch (error) {
    if (error.status !== 401) return fail(error);
    sessionStorage.removeItem(KEY);
    return askForToken('That is not the token of this server.');
  }
  fail(null);
  $('access').hidden = true;
  document.title = `${facts.name}: what is behind this answer?`;
  $('about').textContent = `Fit ${facts.name}, ${facts.examples.toLocaleString('en')} training examples. ${facts.explanation}`;
  $('warnings').replaceChildren(...facts.warnings.map(text => make('li', { textContent: text })));
  $('warnings').hidden = facts.warnings.length === 0;
  $(facts.kind === 'texts' ? 'words' : 'rows').hidden = false;
  if (facts.kind === 'texts') $('prompt').focus();
  else await listRows();
}

function askForToken(message) {
  $('access').hidden = false;
  fail(message ? new Error(message) : null);
  $('token').focus();
}
$('access').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem(KEY, $('token').value.trim());
  $('token').value = '';
  start();
});

// Asking.
async function ask(body) {
  asking?.abort();
  answer = null;
  const own = asking = new AbortController();
  fail(null);
  $('answer').hidden = true;
  $('state').textContent = 'Waiting for the model…';
  busy(true);
  let written = '';
  try {
    const response = await call('/api/ask', { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' }, signal: own.signal });
    for await (const told of lines(response)) {
      if (told.event === 'text') {
        written += told.text;
        writing(body.prompt, written);
      } else if (told.event === 'error') {
        throw new Error(told.message);
      } else {
        show(told);
      }
    }
    $('state').textContent = '';
  } catch (error) {
    if (error.name === 'AbortError') return;
    $('state').textContent = '';
    fail(error);
  } finally {
    if (asking === own) busy(false);
  }
}

async function* lines(response) {
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  for (let rest = ''; ;) {
    const { done, value } = await reader.read();
    if (done) return;
    const parts = (rest + decoder.decode(value, { stream: true })).split('\n');
    rest = parts.pop();
    for (const part of parts) yield JSON.parse(part);
  }
}

const busy = is => { document.querySelector('#words > button').disabled = is; $('answer').setAttribute('aria-busy', is); };

$('words').addEventListener('submit', event => {
  event.preventDefault();
  const completion = $('completion').value;
  ask({
    prompt: $('prompt').value,
    ...(completion ? { completion } : { maxTokens: +$('tokens').value, temperature: +$('temperature').value, seed: +$('seed').value }),
    top: +$('top').value,
    opponents: true,
    queryTokens: true,
    layers: $('layers').checked,
    bm25: $('bm25').checked,
  });
});
$('prompt').addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    $('words').requestSubmit();
  }
});

function writing(prompt, written) {
  $('answer').hidden = false;
  $('controls').hidden = true;
  $('list').replaceChildren();
  $('meaning').textContent = $('hint').textContent = '';
  $('state').textContent = 'The model writes, then its training passages are looked through…';
  $('query').replaceChildren(make('p', { className: 'words' }, prompt, make('span', { className: 'written' }, written)));
}

// Picking a row.
let listing = 0;
async function listRows() {
  const own = ++listing;
  try {
    const found = await (await call(`/api/queries?take=60&contains=${encodeURIComponent($('contains').value)}`)).json();
    if (own !== listing) return;
    $('count').textContent = found.total > found.rows.length ? `${found.rows.length} of ${found.total} rows; filter for others.` : found.total === 1 ? '1 row.' : `${found.total} rows.`;
    $('queries').replaceChildren(...found.rows.map(row => make('li', {}, pick(row))));
  } catch (error) {
    fail(error);
  }
}
function pick(row) {
  const button = make('button', { type: 'button' }, picture(row), make('span', {}, row.id), prediction(row));
  button.setAttribute('aria-pressed', row.id === picked);
  button.addEventListener('click', () => {
    picked = row.id;
    document.querySelectorAll('#queries button').forEach(other => other.setAttribute('aria-pressed', other === button));
    ask({ query: row.id, top: 12 });
  });
  return button;
}
let typing = 0;
$('contains').addEventListener('input', () => { clearTimeout(typing); typing = setTimeout(listRows, 150); });

const picture = row => row.image ? make('img', { src: row.image, alt: `Picture of ${row.id}` }) : null;
const prediction = row => {
  const isWrong = row.label && row.label !== row.predicted;
  const text = `${row.predicted} ${(100 * row.probability).toFixed(1)} %`;
  return make('span', {}, text, isWrong ? make('span', { className: 'wrong' }, ` (label: ${row.label})`) : null);
};
const columns = row => row.columns
  ? make('table', { className: 'columns' }, ...Object.entries(row.columns).map(([name, value]) => make('tr', {}, make('th', { scope: 'row' }, name), make('td', {}, value))))
  : null;

// The answer.
function show(told) {
  const isTexts = told.event === 'passages';
  const found = told.answer;
  const isMore = answer?.isFound; // the passages are shown already: what was chosen of them stays
  if (!isMore) pinned = null;
  answer = {
    isTexts,
    isFound: isTexts && !told.isWhole,
    proponents: isTexts ? found.passages : found.proponents,
    opponents: (found.opponents ?? []),
    words: found.bm25 ?? [],
    groups: isTexts ? passage => passage.spans.map(span => span.document) : example => [example.row.label ?? ''],
  };
  $('answer').hidden = false;
  $('state').textContent = answer.isFound ? 'Found. What their scores come from is computed…' : '';
  const isColoured = isTexts && [...found.passages, ...(found.opponents ?? [])].some(entry => entry.tokens.some(token => token.score));
  const legend = isColoured ? ['Green tokens of a passage speak for the answer, red and dotted ones against it, each relative to the strongest of its passage.'] : [];
  $('meaning').textContent = [found.meaning, ...legend, ...(told.warnings ?? [])].join(' ');
  $('query').replaceChildren(...(isTexts ? words(found) : [picture(found.query), make('p', {}, make('strong', {}, found.query.id), ': ', prediction(found.query)), columns(found.query)].filter(part => part)));
  for (const input of document.querySelectorAll('#sides input')) {
    input.nextElementSibling.textContent = `(${answer[input.value].length})`;
    if (!isMore) input.checked = input.value === 'proponents';
  }
  $('by-words').hidden = answer.words.length === 0;
  $('filter-label').textContent = isTexts ? 'Document' : 'Label';
  const chosen = isMore ? $('filter').value : '';
  const groups = [...new Set([...answer.proponents, ...answer.opponents, ...answer.words].flatMap(answer.groups))].sort();
  $('filter').replaceChildren(make('option', { value: '' }, isTexts ? 'all documents' : 'all labels'), ...groups.map(name => make('option', { value: name }, name)));
  $('filter').value = chosen;
  $('controls').hidden = false;
  list();
}

// Prompt and answer token by token, where the method says which of them asks for a passage.
function words(found) {
  const tokens = answer.proponents[0]?.queryTokens;
  $('hint').textContent = tokens
    ? 'Point at a word above, or walk through them with the arrow keys: each passage shows how much of its score that token asks for. Click or press Enter to order by it.'
    : '';
  if (!tokens) return [make('p', { className: 'words' }, found.prompt, make('span', { className: 'written' }, found.completion))];
  const line = make('p', { className: 'words' });
  line.setAttribute('role', 'toolbar');
  line.setAttribute('aria-label', 'Tokens of prompt and answer');
  tokens.forEach((token, place) => {
    if (seen(token) === '') return;
    const word = make('span', { className: place >= found.promptTokens ? 'token written' : 'token', tabIndex: line.childElementCount === 0 ? 0 : -1 }, seen(token));
    word.setAttribute('role', 'button');
    word.setAttribute('aria-pressed', 'false');
    word.addEventListener('mouseenter', () => point(place));
    word.addEventListener('mouseleave', () => point(pinned));
    word.addEventListener('focus', () => point(place));
    word.addEventListener('blur', () => point(pinned));
    word.addEventListener('click', () => pin(pinned === place ? null : place, word));
    word.addEventListener('keydown', event => {
      const step = { ArrowRight: 'nextElementSibling', ArrowLeft: 'previousElementSibling' }[event.key];
      const next = step ? word[step] : event.key === 'Home' ? line.firstElementChild : event.key === 'End' ? line.lastElementChild : null;
      if (next) {
        word.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
        event.preventDefault();
      } else if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        word.click();
      } else if (event.key === 'Escape') {
        pin(null);
      }
    });
    line.append(word);
  });
  return [line];
}

function pin(place, word) {
  pinned = place;
  document.querySelectorAll('.token').forEach(token => {
    token.classList.toggle('pinned', token === word && place !== null);
    token.setAttribute('aria-pressed', token === word && place !== null);
  });
  $('unpin').hidden = place === null;
  list();
}
$('unpin').addEventListener('click', () => pin(null));
$('filter').addEventListener('change', list);
document.querySelectorAll('#sides input').forEach(input => input.addEventListener('change', list));

// One power of ten for a group, so that their order is seen.
function format(values) {
  const largest = Math.max(0, ...values.map(Math.abs));
  if (!Number.isFinite(largest) || largest === 0) return { text: value => value > 0 ? '+∞' : value < 0 ? '−∞' : '0', factor: '' };
  const power = Math.floor(Math.log10(largest));
  const exponent = power < -3 || power > 4 ? Math.floor(power / 3) * 3 : 0;
  const digits = Math.max(0, 2 - (power - exponent));
  return {
    text: value => (value < 0 ? '−' : value > 0 ? '+' : '') + (Math.abs(value) / 10 ** exponent).toFixed(digits),
    factor: exponent === 0 ? '' : ` × 10${String(exponent).replace(/./g, letter => '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'['-0123456789'.indexOf(letter)])}`,
  };
}

// A share of the score in the unit of the effect.
const share = (passage, place) => {
  const own = passage.queryTokens?.[place]?.score;
  return own === undefined || own === null || !passage.score ? 0 : own * passage.effect / passage.score;
};

function list() {
  const side = document.querySelector('#sides input:checked').value;
  const group = $('filter').value;
  listed = answer[side].filter(entry => group === '' || answer.groups(entry).includes(group));
  const sign = side === 'opponents' ? -1 : 1;
  if (side !== 'words' && pinned !== null) listed = [...listed].sort((one, other) => sign * (share(other, pinned) - share(one, pinned)));
  const number = format([...answer.proponents, ...answer.opponents].map(entry => entry.effect));
  $('list').className = answer.isTexts ? '' : 'cards';
  $('list').replaceChildren(...listed.map(entry => side === 'words' ? match(entry) : answer.isTexts ? passage(entry, number) : example(entry, number)));
  if (listed.length === 0) {
    $('list').append(make('li', {}, answer[side].length === 0 ? (side === 'proponents' ? 'Nothing speaks for it.' : 'Nothing speaks against it.') : 'None of those shown: choose another filter.'));
  }
  point(pinned);
}

const example = (entry, number) => make('li', {},
  picture(entry.row),
  make('div', { className: 'head' }, make('span', { className: 'effect' }, number.text(entry.effect) + number.factor), make('span', {}, entry.row.label ?? '')),
  make('div', { className: 'place' }, entry.row.id),
  columns(entry.row));

const match = entry => make('li', {},
  make('div', { className: 'head' },
    make('span', { className: 'effect' }, entry.score.toFixed(2)),
    make('span', { className: 'place' }, entry.place),
    make('span', { className: 'share' })),
  make('p', { className: 'words' }, entry.text));

const passage = (entry, number) => make('li', {},
  make('div', { className: 'head' },
    make('span', { className: 'effect' }, number.text(entry.effect) + number.factor),
    make('span', { className: 'place' }, `${entry.place}${entry.bm25Rank ? `, number ${entry.bm25Rank} by words` : ''}`),
    make('span', { className: 'share' })),
  make('p', { className: 'words' }, ...coloured(entry.tokens, entry.spans)),
  layers(entry));

// Tokens of beginning and end have no characters, but a share.
const seen = token => token.mark && token.score !== undefined ? `⟨${token.mark}⟩` : token.text;

function coloured(tokens, spans) {
  const strongest = Math.max(0, ...tokens.filter(seen).map(token => Math.abs(token.score ?? 0)));
  const starts = new Set(spans.slice(1).map(span => span.token));
  return tokens.flatMap((token, place) => starts.has(place) ? [boundary(), shaded(token, strongest)] : [shaded(token, strongest)]);
}

const boundary = () => {
  const rule = make('span', { className: 'boundary', title: 'Another document begins' }, '¶');
  rule.setAttribute('role', 'separator');
  return rule;
};

function shaded(token, strongest) {
  const shade = strongest > 0 && token.score && seen(token) ? Math.trunc(4 * token.score / strongest) : 0;
  return shade === 0 ? seen(token) : make('mark', { className: (shade > 0 ? 'f' : 'a') + Math.abs(shade), title: `${(100 * token.score / strongest).toFixed(0)} % of the strongest token` }, seen(token));
}

function layers(entry) {
  if (!entry.layers) return null;
  const strongest = Math.max(...entry.layers.map(layer => Math.abs(layer.score)));
  const parts = [...entry.layers].sort((one, other) => Math.abs(other.score) - Math.abs(one.score)).flatMap(layer => {
    const part = Math.round(100 * layer.score / entry.score);
    const percent = `${part < 0 ? '−' : ''}${Math.abs(part)} %`;
    const meter = make('meter', { min: 0, max: strongest || 1, value: Math.abs(layer.score), className: layer.score * entry.score < 0 ? 'against' : '' });
    meter.setAttribute('aria-label', `${layer.module}: ${percent} of the score`);
    return [make('span', {}, layer.module), meter, make('span', {}, percent)];
  });
  return make('details', {}, make('summary', {}, 'Layers'), make('div', { className: 'layers' }, ...parts));
}

// What a query token asks for.
function point(place) {
  if (!answer?.isTexts) return;
  const shares = listed.map(entry => place === null ? 0 : share(entry, place));
  const number = format(shares);
  const strongest = Math.max(...shares.map(Math.abs));
  [...$('list').children].forEach((item, row) => {
    const label = item.querySelector('.share');
    if (!label) return;
    label.textContent = place === null ? '' : `this token: ${number.text(shares[row])}${number.factor}`;
    item.classList.toggle('dim', place !== null && Math.abs(shares[row]) < strongest / 4);
  });
}

start();
