// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// Every point as a row. Only the rows in sight are in the page, so that a hundred thousand scroll.
'use strict';

const kRowHeight = 28;   // pixels, as in the style
const kMargin = 12;      // rows above and below those in sight

class PointsTable {
  constructor(box) {
    this.head = make('tr');
    this.body = make('tbody');
    this.table = make('table', { id: 'every-point' }, make('caption', { className: 'unseen', textContent: 'Points that the filters let pass' }),
      make('thead', {}, this.head), this.body);
    this.view = make('div', { className: 'view', tabIndex: 0, role: 'region', 'aria-label': 'Table of points' }, this.table);
    this.view.addEventListener('scroll', () => this.rows());
    box.replaceChildren(this.view);
    this.draw();
  }

  draw() {
    this.columns = currentColumns();
    this.points = sortedPoints();
    this.table.setAttribute('aria-rowcount', this.points.length + 1);
    const isBackwards = state.sort.startsWith('-');
    const by = isBackwards ? state.sort.slice(1) : state.sort;
    this.head.replaceChildren(...this.columns.map((column) => {
      const isBy = column.key === by;
      const button = make('button', { type: 'button', textContent: column.title + (isBy ? (isBackwards ? ' ▼' : ' ▲') : '') });
      button.addEventListener('click', () => {
        state.sort = isBy && !isBackwards ? '-' + column.key : column.key;
        changed('table');
        const again = [...this.head.children].find((cell) => cell.dataset.key === column.key);
        if (again) { again.firstChild.focus(); }
      });
      const cell = make('th', { scope: 'col', className: column.isNumber ? 'n' : '' }, button);
      cell.dataset.key = column.key;
      if (isBy) { cell.setAttribute('aria-sort', isBackwards ? 'descending' : 'ascending'); }
      return cell;
    }));
    this.from = -1;
    this.rows();
  }

  filler(count) {
    const row = make('tr', { 'aria-hidden': 'true', className: 'filler' }, make('td', { colSpan: this.columns.length }));
    row.style.height = count * kRowHeight + 'px';
    return row;
  }

  row(point, place) {
    const choose = make('button', { type: 'button', textContent: shortId(point), title: 'Look at this point' });
    choose.addEventListener('click', () => {
      state.point = point;
      changed('point');
      byId('point').focus();
    });
    const cells = this.columns.map((column) => {
      const tag = column.key === 'id' ? 'th' : 'td';
      const cell = make(tag, { className: column.isNumber ? 'n' : '' }, column.key === 'id' ? choose : column.text(point));
      if (tag === 'th') { cell.scope = 'row'; }
      return cell;
    });
    const row = make('tr', { className: point === state.point ? 'chosen' : '' }, ...cells);
    row.setAttribute('aria-rowindex', place + 2);
    row.dataset.point = point;
    return row;
  }

  /// Puts the rows in sight into the page, unless they are there.
  rows() {
    const from = Math.max(0, Math.floor(this.view.scrollTop / kRowHeight) - kMargin);
    const to = Math.min(this.points.length, from + Math.ceil(this.view.clientHeight / kRowHeight) + 2 * kMargin);
    if (this.from === from && this.to === to) { return; }
    [this.from, this.to] = [from, to];
    const rows = [];
    for (let i = from; i < to; ++i) { rows.push(this.row(this.points[i], i)); }
    this.body.replaceChildren(this.filler(from), ...rows, this.filler(this.points.length - to));
  }
}

/// The points shown, all columns as they are kept, as comma separated values.
function csvText() {
  const quoted = (text) => (/[",\n\r]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);
  const columns = currentColumns();
  const cell = (column, point) => (column.metric ? (column.metric.has(point) ? String(column.metric.value[point]) : '') :
    column.key === 'id' ? idOf(point) : column.text(point));
  return [columns.map((c) => quoted(c.title)), ...sortedPoints().map((point) => columns.map((c) => quoted(cell(c, point))))]
    .map((line) => line.join(',')).join('\n') + '\n';
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = make('textarea', { value: text });
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
  }
}

function pointsTools(box) {
  const text = make('input', { type: 'search', value: state.text, placeholder: 'words that a point has' });
  let later = 0;
  text.addEventListener('input', () => {
    clearTimeout(later);
    later = setTimeout(() => { state.text = text.value; changed('filters'); }, 150);
  });
  const clear = make('button', { type: 'button', textContent: 'No filters' });
  clear.addEventListener('click', clearFilters);
  const copy = make('button', { type: 'button', textContent: 'Copy as CSV' });
  const said = make('span', { role: 'status' });
  copy.addEventListener('click', async () => {
    await copyText(csvText());
    said.textContent = `${shown.length} points copied`;
  });
  const columns = make('details', {}, make('summary', { textContent: 'Columns' }), make('div', { className: 'fields plain' },
    ...allColumns().map((key) => checkbox(key.replace(/^[pm]\./, ''), currentColumns().some((c) => c.key === key), (isOn) => {
      const keys = new Set(currentColumns().map((c) => c.key));
      if (isOn) { keys.add(key); } else { keys.delete(key); }
      state.columns = allColumns().filter((k) => keys.has(k));
      changed('table');
    }))));
  const count = make('p', { id: 'shown-count', role: 'status' });
  box.replaceChildren(make('div', { className: 'tools' }, make('label', {}, 'search ', text), clear, copy, said), columns, count);
  return () => {
    count.textContent = `${shown.length} of ${sweep.points} points` + (hasFilters() ? ' pass the filters' : '');
    if (text.value !== state.text && document.activeElement !== text) { text.value = state.text; }
  };
}
