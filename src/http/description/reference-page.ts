import { html, raw } from 'hono/html';
import type { DescribedOperation } from './described-operation.ts';
import { preface, type Reference } from './reference.ts';

export const pageStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 0 auto; padding: 1rem; }
nav ul { columns: 18rem; padding-left: 1rem; margin: 0; }
nav li, code, pre, h3 { overflow-wrap: anywhere; }
article { border-top: 1px solid GrayText; padding: 0.5rem 0; }
article:target { outline: 2px solid Highlight; outline-offset: 0.5rem; }
h3 { font: 600 1rem ui-monospace, monospace; margin: 0.5rem 0; }
h3 a { color: inherit; text-decoration: none; }
pre { padding: 0.5rem; overflow-x: auto; white-space: pre-wrap; border: 1px solid GrayText; border-radius: 4px; }
code, pre { font: 0.85rem/1.4 ui-monospace, monospace; }
summary { cursor: pointer; }
td { vertical-align: top; padding-right: 1rem; }
`;

/** A page without script: every operation has an address, `/docs#get-admin-flags`. */
export const referencePage = (reference: Reference) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Burgee: the API</title>
<style>${raw(pageStyle)}</style>
</head>
<body>
<header><h1>Burgee: the API</h1>
${preface.map((text) => html`<p>${text}</p>`)}
<p>For programs: <a href="/openapi.json">/openapi.json</a>, OpenAPI 3.1.</p></header>
<nav aria-label="Operations">${reference.sections.map(contents)}
<p><a href="#types">Types</a> · <a href="#errors">Errors</a></p></nav>
<main>
${reference.sections.map(
  ({ title, says, operations }) => html`<section><h2>${title}</h2>
<p>${says}</p>
${operations.map(article)}</section>
`,
)}
<section id="types"><h2>Types</h2>
${reference.types.map(({ name, text }) => html`<pre id="type-${name}">${name} = ${text}</pre>\n`)}</section>
<section id="errors"><h2>Errors</h2>
<table><thead><tr><th>code</th><th>status</th><th>says</th></tr></thead><tbody>
${reference.errors.map(
  ({ code, status, says }) =>
    html`<tr id="error-${code}"><td><code>${code}</code></td><td>${status}</td><td>${says}</td></tr>\n`,
)}</tbody></table></section>
</main>
</body>
</html>
`;

const contents = ({
  title,
  operations,
}: Reference['sections'][number]) => html`<details><summary>${title}</summary><ul>
${operations.map(({ id, route }) => html`<li><a href="#${id}">${route}</a></li>\n`)}</ul></details>
`;

const article = (operation: DescribedOperation) => {
  const { id, route, summary, needs, curl, types, refusals } = operation;
  return html`<article id="${id}"><h3><a href="#${id}">${route}</a></h3>
<p>${summary} Needs ${needs}.</p>
<pre>${curl}</pre>
${types.map(({ title, text }) => html`<details><summary>${title}</summary><pre>${text}</pre></details>\n`)}
${refusals.length > 0 ? html`<p>Refused: ${refusals.map((code) => html`<a href="#error-${code}">${code}</a> `)}</p>` : ''}</article>
`;
};
