// SPDX-FileCopyrightText: the lmulsim authors
// SPDX-License-Identifier: Apache-2.0
// bundle.mjs OUTPUT: writes the charts' library as one script that defines `echarts`, with the licences of all that is in
// it. Needs node_modules (npm ci in this folder); asks for nothing over a network.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const folder = dirname(fileURLToPath(import.meta.url));
const texts = { echarts: ['LICENSE', 'NOTICE'], zrender: ['LICENSE'], tslib: ['LICENSE.txt'] };

function licences(bundled) {
  const known = Object.keys(texts);
  const unknown = [...bundled].filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new Error(`bundle.mjs: expected the packages ${known.join(', ')}, found ${unknown.join(', ')}: name their licences`);
  }
  const parts = known.filter((name) => bundled.has(name)).map((name) => {
    const at = join(folder, 'node_modules', name);
    const version = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8')).version;
    return [`${name} ${version}`, ...texts[name].map((file) => readFileSync(join(at, file), 'utf8'))].join('\n\n');
  });
  return '/*!\n' + parts.join('\n\n').replaceAll('\r\n', '\n').replaceAll('*/', '* /').replaceAll('<', '(') + '\n*/\n';
}

const result = await build({
  entryPoints: [join(folder, 'charts.mjs')],
  absWorkingDir: folder,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  format: 'iife',
  globalName: 'echarts',
  target: 'es2020',
  charset: 'utf8',
  legalComments: 'none',
});
const bundled = new Set(Object.keys(result.metafile.inputs)
  .map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean));
const code = result.outputFiles[0].text;
if (/new Function|\beval\(/.test(code)) {
  throw new Error('bundle.mjs: expected no code from strings, found some: the page\'s policy forbids it');
}
// A page's reader makes a line's end of a carriage return, and the script's digest would be another one.
const text = licences(bundled) + code;
if (text.includes('\r')) {
  throw new Error('bundle.mjs: expected no carriage return, found some: the page\'s policy would refuse the script');
}
writeFileSync(process.argv[2], text);
