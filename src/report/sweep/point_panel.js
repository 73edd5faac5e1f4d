// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// One point: what it sets, its numbers, its parts, its neighbours; or two side by side.
'use strict';

function tableOf(caption, head, rows) {
  const cells = (row) => row.map((cell, i) => make(i === 0 ? 'th' : 'td', { ...(i === 0 ? { scope: 'row' } : {}), className: i > 0 && /^[×–\d-]/.test(cell) ? 'n' : '' }, cell));
  const table = make('table', {}, make('caption', { textContent: caption }),
    make('thead', {}, make('tr', {}, ...head.map((text) => make(text ? 'th' : 'td', text ? { scope: 'col', textContent: text } : {})))),
    make('tbody', {}, ...rows.map((row) => make('tr', {}, ...cells(row)))));
  return make('div', { className: 'scroll', tabIndex: 0, role: 'region', 'aria-label': caption }, table);
}

const ratioText = (a, b) => (a > 0 && b > 0 ? '× ' + digits(b / a) : '–');

function numbersTable(point, other) {
  const head = other < 0 ? ['', shortId(point)] : ['', shortId(point), shortId(other), 'second over first'];
  const rows = telling.map((p) => [p.name, parameterText(p, point), ...(other < 0 ? [] : [parameterText(p, other), ''])]);
  for (const metric of sweep.metrics) {
    rows.push([metric.name, metric.text(point), ...(other < 0 ? [] : [metric.text(other), ratioText(metric.value[point], metric.value[other])])]);
  }
  return tableOf(other < 0 ? 'Numbers of the point' : 'Numbers of both points', head, rows);
}

/// A bar by part, drawn as the page's pictures are.
function stack(parts, end) {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('class', 'inline');
  svg.setAttribute('viewBox', '0 0 200 14');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  let at = 0;
  for (const [name, , value] of parts) {
    const rect = document.createElementNS(space, 'rect');
    const width = value / end * 200;
    Object.entries({ x: at, width, height: 14, fill: data.part_colours[name] || '#888888' }).forEach(([k, v]) => rect.setAttribute(k, v));
    svg.append(rect);
    at += width;
  }
  return svg;
}

function partsTable(point, other, quantity, title) {
  const chosen = [point, other].filter((i) => i >= 0 && data.details[i] && data.details[i][quantity].length > 0);
  if (chosen.length === 0) { return []; }
  const [unit] = [quantity === 'energy_pj' ? 'pJ' : 'um^2'];
  const steps = data.units[unit];
  const text = (value) => {
    const [size, name] = steps.filter(([s]) => Math.abs(value) >= s).pop() || steps[0];
    return `${digits(value / size)} ${name}`;
  };
  const totals = chosen.map((i) => data.details[i][quantity].reduce((sum, part) => sum + part[2], 0));
  const end = Math.max(...totals);
  const names = [...new Set(chosen.flatMap((i) => data.details[i][quantity].map((part) => part[0])))];
  const part = (i, name) => data.details[i][quantity].find((p) => p[0] === name);
  const band = (p) => (!p ? '–' : p[1] === p[3] ? text(p[2]) : `${text(p[2])} (${text(p[1])} to ${text(p[3])})`);
  const table = tableOf(title, ['part', ...chosen.map(shortId)], names.map((name) => [name, ...chosen.map((i) => band(part(i, name)))]));
  const bars = chosen.map((i) => make('p', { className: 'stack' }, shortId(i) + ' ', stack(data.details[i][quantity], end)));
  return [...bars, table];
}

/// Points that differ from this one in one parameter, and what then becomes of the objectives.
function neighbours(point) {
  const out = [];
  for (let i = 0; i < sweep.points; ++i) {
    let different = null;
    let count = 0;
    for (const parameter of telling) {
      if (parameter.at[i] !== parameter.at[point]) {
        different = parameter;
        if (++count > 1) { break; }
      }
    }
    if (count === 1 && sweep.classes[i] !== CLASS.notRun) { out.push([different, i]); }
  }
  out.sort((a, b) => telling.indexOf(a[0]) - telling.indexOf(b[0]) || a[0].at[a[1]] - b[0].at[b[1]]);
  return out.slice(0, 100);
}

function neighboursTable(point) {
  const rows = neighbours(point);
  const objectives = chosenObjectives();
  if (rows.length === 0) { return []; }
  return [tableOf('What if one parameter were another, all else equal', ['change', 'id', ...objectives.map((o) => o.metric.name)],
    rows.map(([p, i]) => [`${p.name} → ${parameterText(p, i)}`, shortId(i), ...objectives.map((o) => ratioText(o.metric.value[point], o.metric.value[i]))]))];
}

function drawPoint(section) {
  section.hidden = state.point < 0;
  if (state.point < 0) { return; }
  const [point, other] = [state.point, state.other === state.point ? -1 : state.other];
  byId('point-title').textContent = other < 0 ? `Point ${shortId(point)}` : `Points ${shortId(point)} and ${shortId(other)}`;
  const button = (text, act) => {
    const out = make('button', { type: 'button', textContent: text });
    out.addEventListener('click', act);
    return out;
  };
  const tools = make('div', { className: 'tools' },
    button('Keep, to compare with the next', () => { state.other = point; changed('point'); }),
    ...(other < 0 ? [] : [button('No comparison', () => { state.other = -1; changed('point'); })]),
    button('Close', () => { state.point = -1; state.other = -1; changed('point'); }));
  const details = data.details[point];
  const command = details ? details.command : `lmulsim results show ${idOf(point)} --store FILE`;
  const outcome = sweep.outcome.values[sweep.outcome.at[point]];
  byId('point-body').replaceChildren(tools,
    make('p', {}, `${sweep.classNames[currentClasses()[point]]}; ${outcome}; id ${idOf(point)}`),
    make('p', { textContent: details ? 'Its full report:' : 'The store has its parts and its command:' }),
    make('pre', { className: 'wrap', textContent: command }),
    ...(other < 0 ? [] : [make('p', { textContent: 'Both with paired error bars:' }),
      make('pre', { className: 'wrap', textContent: `lmulsim results compare ${shortId(point)} ${shortId(other)} --store FILE --out FOLDER` })]),
    numbersTable(point, other), ...partsTable(point, other, 'energy_pj', 'Energy by part'), ...partsTable(point, other, 'area_um2', 'Area by part'),
    ...(other < 0 ? neighboursTable(point) : []));
}
