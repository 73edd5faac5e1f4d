// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// page_test.mjs CHECK PAGE [--plant FROM TO] [--screens FOLDER]: one check of a sweep's page in headless Chromium without
// a network. Prints what it found as JSON. Exit code 1: the check failed, and standard error says how. --plant puts a
// fault into a copy of the page, for checks of the checks.
import { createRequire } from 'node:module';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../../scripts/web/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const quietFlags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'];

class Fault extends Error {}
function expect(isSo, text) { if (!isSo) { throw new Fault(text); } }

/// Opens the page; every request and every line on the console is noted.
async function open(browser, file, options = {}) {
  const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const noted = { requests: [], errors: [] };
  const url = pathToFileURL(file).href;
  page.on('request', (r) => { if (r.url().split('#')[0] !== url && !r.url().startsWith('data:')) { noted.requests.push(r.url()); } });
  page.on('console', (m) => { if (['error', 'warning'].includes(m.type())) { noted.errors.push(m.text()); } });
  page.on('pageerror', (e) => noted.errors.push(String(e)));
  await page.goto(url + (options.fragment || ''));
  if (options.javaScriptEnabled !== false) { await page.waitForSelector('html[data-ready]', { timeout: 60000 }); }
  return { page, noted, context };
}

const shownIds = (page) => page.evaluate(() => lmulsimPage.shown());
const countText = (page) => page.textContent('#shown-count');

/// The ink of a canvas: how many pixels are not of one colour.
const ink = (page, selector) => page.evaluate((s) => {
  const canvas = document.querySelector(s + ' canvas');
  const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.buffer);
  return pixels.reduce((n, p) => n + (p !== pixels[0] ? 1 : 0), 0);
}, selector);

const noFaults = (noted) => {
  expect(noted.requests.length === 0, 'expected no request, found ' + noted.requests.join(', '));
  expect(noted.errors.length === 0, 'expected a silent console, found ' + noted.errors.join('; '));
};

/// Drags along a parallel axis from one value to another; both as the axis has them (places of words, numbers).
async function brush(page, name, from, to) {
  const ends = await page.evaluate(([axis, low, high]) => {
    const { chart, dimensions } = lmulsimPage.charts.parallel;
    document.getElementById('parallel-chart').scrollIntoView({ behavior: 'instant', block: 'center' });
    const dim = dimensions.findIndex((d) => d.name === axis);
    const system = chart.getModel().getComponent('parallel').coordinateSystem;
    const box = document.getElementById('parallel-chart').getBoundingClientRect();
    return [low, high].map((v) => system.dataToPoint(v, 'dim' + dim)).map(([x, y]) => [box.left + x, box.top + y]);
  }, [name, from, to]);
  await page.mouse.move(...ends[0]);
  await page.mouse.down();
  await page.mouse.move((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2);
  await page.mouse.move(...ends[1], { steps: 5 });
  await page.mouse.up();
  await page.waitForTimeout(200);
}

const checks = {
  async quiet(browser, file) {
    const found = {};
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [1280, 360]) {
        const { page, noted, context } = await open(browser, file, { colorScheme, viewport: { width, height: 900 } });
        for (const chart of ['#front-chart', '#parallel-chart']) {
          const pixels = await ink(page, chart);
          expect(pixels > 500, `${chart}, ${colorScheme}, ${width}: expected marks, found ${pixels} pixels of them`);
          found[`${chart} ${colorScheme} ${width}`] = pixels;
        }
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        expect(overflow <= 0, `${width} pixels wide: expected no sideways scrolling, found ${overflow} pixels`);
        noFaults(noted);
        if (options.screens) { await page.screenshot({ path: join(options.screens, `sweep-${colorScheme}-${width}.png`), fullPage: true }); }
        await context.close();
      }
    }
    return found;
  },

  /// Marks a stretch of a metric's axis and one of a parameter's by mouse.
  async brush(browser, file) {
    const { page, noted } = await open(browser, file);
    const axes = await page.evaluate(() => {
      const { dimensions } = lmulsimPage.charts.parallel;
      const metric = dimensions.filter((d) => d.metric).at(-2).metric;
      const parameter = dimensions.find((d) => d.parameter && d.parameter.values.length > 2).parameter;
      const values = [...metric.value].filter((v) => !Number.isNaN(v)).sort((a, b) => a - b);
      return { metric: metric.name, low: values[Math.floor(values.length * 0.1)], high: values[Math.floor(values.length * 0.9)], parameter: parameter.name };
    });
    await brush(page, axes.metric, axes.low, axes.high);
    const some = await shownIds(page);
    await brush(page, axes.parameter, 0.6, 2.4);
    const found = await page.evaluate(([metric, parameter]) => ({
      ranges: lmulsimPage.state.ranges.get(metric), metric, parameter,
      words: [...lmulsimPage.state.words.get(parameter)].map((place) => parameterNamed(parameter).values[place]),
      ids: lmulsimPage.shown() }), [axes.metric, axes.parameter]);
    expect(found.ids.length > 0 && found.ids.length < some.length, `expected fewer and fewer points, found ${some.length}, then ${found.ids.length}`);
    expect((await countText(page)).startsWith(`${found.ids.length} of `), 'the count above the table: ' + await countText(page));
    const rows = await page.getAttribute('#every-point', 'aria-rowcount');
    expect(Number(rows) === found.ids.length + 1, `the table: expected ${found.ids.length} rows and a head, found ${rows}`);
    const front = await page.evaluate(() => lmulsimPage.charts.front.chart.getOption().series.filter((s) => s.type === 'scatter' && s.id !== 'chosen')
      .reduce((n, s) => n + s.data.length, 0));
    const drawn = await page.evaluate(() => shown.filter((i) => lmulsimPage.classes()[i] <= 3).length);
    expect(front === drawn, `the front: expected ${drawn} points, found ${front}`);
    const rowsOfFront = await page.$$eval('#front-points tbody tr:not([hidden])', (list) => list.map((r) => Number(r.dataset.point)));
    const all = new Set(found.ids);
    const wrong = await page.evaluate((list) => list.map((i) => idOf(i)), rowsOfFront);
    expect(wrong.every((id) => all.has(id)), 'the table of the front shows a point that the filters take away');
    noFaults(noted);
    return found;
  },

  async sort(browser, file) {
    const { page } = await open(browser, file);
    const metric = await page.evaluate(() => sweep.metrics[sweep.objectives[0].metric].name);
    const order = async () => {
      await page.click(`#every-point th[data-key="m.${metric}"] button`);
      return page.evaluate((name) => sortedPoints().map((i) => metricNamed(name).value[i]).filter((v) => !Number.isNaN(v)), metric);
    };
    const up = await order();
    expect(up.every((v, i) => i === 0 || up[i - 1] <= v), 'expected rising values');
    const down = await order();
    expect(down.every((v, i) => i === 0 || down[i - 1] >= v), 'expected falling values');
    expect(await page.getAttribute(`th[data-key="m.${metric}"]`, 'aria-sort') === 'descending', 'aria-sort');
    const first = await page.textContent('#every-point tbody tr:not(.filler) th');
    expect(first === await page.evaluate(() => shortId(sortedPoints()[0])), 'the first row is not the first point');
    await page.evaluate(() => { document.querySelector('.view').scrollTop = 1e9; });
    await page.waitForTimeout(200);
    const last = await page.$$eval('#every-point tbody tr:not(.filler) th', (list) => list.at(-1).textContent);
    expect(last === await page.evaluate(() => shortId(sortedPoints().at(-1))), 'the last row is not the last point');
    return { rows: up.length };
  },

  /// A link shows the same view.
  async fragment(browser, file) {
    const { page } = await open(browser, file);
    await page.evaluate(() => {
      const p = telling.find((one) => one.values.length > 1);
      setWords(p.name, new Set([1]));
      const m = metricNamed('area_um2');
      setRanges('area_um2', [[0, [...m.value].filter((v) => v > 0).sort((a, b) => a - b)[Math.floor(sweep.points / 2)]]]);
      Object.assign(state, { x: 'time_s', colour: p.name, sort: '-m.area_um2', point: 3, other: 4, bars: true });
      changed('filters', 'axes', 'look', 'table', 'point');
    });
    const ids = await shownIds(page);
    const hash = await page.evaluate(() => location.hash);
    const again = await open(browser, file, { fragment: hash });
    const got = await again.page.evaluate(() => [lmulsimPage.shown(), state.x, state.sort, state.point, state.other, state.bars, document.getElementById('point').hidden]);
    expect(JSON.stringify(got[0]) === JSON.stringify(ids), `expected the same ${ids.length} points, found ${got[0].length}`);
    expect(JSON.stringify(got.slice(1)) === JSON.stringify(['time_s', '-m.area_um2', 3, 4, true, false]), 'the view: ' + JSON.stringify(got.slice(1)));
    await page.evaluate(() => clearFilters());
    expect((await shownIds(page)).length === await page.evaluate(() => sweep.points), 'expected all points without filters');
    for (const bad of ['#in.area_um2=x..y&is.nothing=1&x=nothing&point=zz', '#%', '#in.area_um2=1..2..3&sort=m.nothing&columns=p.,m.,x']) {
      const strange = await open(browser, file, { fragment: bad });
      noFaults(strange.noted);
    }
    return { hash, points: ids.length };
  },

  /// Filters, table and details without a mouse.
  async keyboard(browser, file) {
    const { page } = await open(browser, file);
    const reach = async (selector) => {
      for (let i = 0; i < 400; ++i) {
        await page.keyboard.press('Tab');
        if (await page.evaluate((s) => document.activeElement.matches(s), selector)) { return; }
      }
      throw new Fault(`expected to reach ${selector} by Tab`);
    };
    await reach('#filter-form summary');
    await page.keyboard.press('Enter');
    await reach('#filter-form input[type=checkbox]');
    await page.keyboard.press('Space');
    const some = (await shownIds(page)).length;
    const all = await page.evaluate(() => sweep.points);
    expect(some < all, 'a field took no point away');
    await reach('#filter-form input[type=number]');
    await reach('input[type=search]');
    await page.keyboard.type('array.rows=');
    await reach('#every-point thead button');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => state.sort) !== '', 'Enter on a head did not sort');
    await reach('#every-point tbody button');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement.id === 'point' && !document.getElementById('point').hidden), 'Enter on a row did not open the point');
    return { some, all };
  },

  async point(browser, file) {
    const { page, noted } = await open(browser, file);
    const front = await page.evaluate(() => { state.point = sweep.classes.indexOf(0); changed('point'); return idOf(state.point); });
    const text = await page.textContent('#point');
    for (const part of [front, 'lmulsim run', 'Energy by part', 'Area by part', 'What if']) { expect(text.includes(part), `the point's panel lacks "${part}"`); }
    const command = await page.textContent('#point pre');
    await page.evaluate(() => { state.other = state.point; state.point = sweep.classes.lastIndexOf(0); changed('point'); });
    expect((await page.textContent('#point')).includes('second over first'), 'two points are not side by side');
    const csv = await page.evaluate(() => csvText().split('\n').length);
    noFaults(noted);
    return { id: front, command, csv };
  },

  async axe(browser, file) {
    let rules = 0;
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [1280, 360]) {
        const { page, context } = await open(browser, file, { colorScheme, viewport: { width, height: 900 } });
        await page.evaluate(() => { state.point = Math.max(0, sweep.classes.indexOf(0)); changed('point'); document.querySelectorAll('details').forEach((d) => { d.open = true; }); });
        await page.evaluate(axe);
        const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
        const bad = found.violations.filter((v) => ['serious', 'critical'].includes(v.impact));
        expect(bad.length === 0, `${colorScheme}, ${width}: ` + bad.map((v) => `${v.id}: ${v.nodes.length} times, ${v.nodes[0].html.slice(0, 200)} ${v.nodes[0].failureSummary}`).join('; '));
        rules = Math.max(rules, found.passes.length);
        await context.close();
      }
    }
    expect(rules > 20, `expected many rules to pass, found ${rules}`);
    return { rules };
  },

  async noscript(browser, file) {
    const { page, noted } = await open(browser, file, { javaScriptEnabled: false });
    expect(await page.isVisible('svg.plot circle.front'), 'expected the front as a picture');
    expect(await page.isVisible('#front-points') && await page.isVisible('#all-points') && await page.isVisible('#importance table'), 'expected tables');
    expect(!await page.isVisible('#filters') && !await page.isVisible('#point'), 'expected nothing that needs scripts');
    noFaults(noted);
    if (options.screens) { await page.screenshot({ path: join(options.screens, 'sweep-noscript.png'), fullPage: true }); }
    return { circles: await page.locator('svg.plot circle.front').count() };
  },

  /// As a program without the charts' library writes it.
  async nolibrary(browser, file) {
    const folder = mkdtempSync(join(tmpdir(), 'page-'));
    try {
      const plain = join(folder, 'plain.html');
      const html = readFileSync(file, 'utf8');
      const at = html.indexOf('<script>/*!');
      writeFileSync(plain, at < 0 ? html : html.slice(0, at) + html.slice(html.indexOf('</script>', at) + 9));
      const { page, noted } = await open(browser, plain);
      expect(await page.isVisible('svg.plot'), 'expected the front as a picture');
      expect(await page.isVisible('#every-point') && await page.isVisible('#filter-form'), 'expected the table and the fields');
      expect(await page.locator('canvas').count() === 0, 'expected no canvas');
      noFaults(noted);
      return {};
    } finally { rmSync(folder, { recursive: true }); }
  },

  /// Prints a page: pictures instead of canvases, and nothing to press.
  async print(browser, file) {
    const { page } = await open(browser, file, { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.isVisible('svg.plot') && !await page.isVisible('#front-chart') && !await page.isVisible('.tools'), 'expected pictures only');
    const colours = await page.evaluate(() => [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]);
    expect(colours[0] === 'rgb(0, 0, 0)' && colours[1] === 'rgb(255, 255, 255)', 'expected black on white, found ' + colours.join(' on '));
    return {};
  },

  /// Classes by other objectives: printed, to be held against `lmulsim pareto`.
  async classes(browser, file) {
    const { page } = await open(browser, file);
    return page.evaluate(() => {
      Object.assign(state, { x: 'energy_pj', y: 'tops_per_mm2', z: '' });
      changed('axes');
      const out = {};
      for (let i = 0; i < sweep.points; ++i) { out[idOf(i)] = sweep.classNames[lmulsimPage.classes()[i]]; }
      return out;
    });
  },

  async speed(browser, file) {
    const begin = performance.now();
    const { page, noted } = await open(browser, file);
    const ready = Number(await page.getAttribute('html', 'data-ready'));
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const interactive = performance.now() - begin;
    const before = performance.now();
    await page.evaluate(() => { setRanges('area_um2', [[0, 1e7]]); changed('filters'); });
    const filtered = performance.now() - before;
    const memory = await page.evaluate(() => performance.memory.usedJSHeapSize / 2 ** 20);
    noFaults(noted);
    return { points: await page.evaluate(() => sweep.points), ready, interactive: Math.round(interactive), filtered: Math.round(filtered), memory_mib: Math.round(memory) };
  },
};

const [check, given, ...rest] = process.argv.slice(2);
const options = { screens: rest.includes('--screens') ? rest[rest.indexOf('--screens') + 1] : '' };
let file = resolve(given);
const folder = mkdtempSync(join(tmpdir(), 'page-'));
const plant = rest.indexOf('--plant');
if (plant >= 0) {
  const [from, to] = rest.slice(plant + 1, plant + 3);
  const html = readFileSync(file, 'utf8');
  if (!html.includes(from)) { throw new Error(`--plant: expected '${from}' in the page, found it nowhere`); }
  file = join(folder, 'planted.html');
  writeFileSync(file, html.replaceAll(from, () => to).replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ''));
}
const browser = await chromium.launch({ executablePath: process.env.LMULSIM_CHROMIUM || '/usr/bin/chromium', args: quietFlags });
try {
  console.log(JSON.stringify(await checks[check](browser, file)));
} catch (error) {
  console.error(error instanceof Fault ? `${check}: ${error.message}` : error);
  process.exitCode = 1;
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
