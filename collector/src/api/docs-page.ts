import { openApiOf } from './openapi.ts';
import type { Route } from './route.ts';

interface Field {
  readonly name: string;
  readonly where: string;
  readonly required: boolean;
  readonly text: string;
}

/** The API on one page, for reading: no script, so it holds under the strictest policy. */
export function docsPage(routes: readonly Route[], version: string): string {
  const sections = routes.map(section).join('\n');
  const list = routes
    .map((route) => `<li><a href="#${anchor(route)}"><code>${route.method}</code> ${escapeHtml(route.url)}</a></li>`)
    .join('\n');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Culprit’s API</title>
<link rel="stylesheet" href="/api/docs.css">
<main>
<h1>Culprit’s API</h1>
<p>Version ${escapeHtml(version)}. Send an API token (<code>culprit token create --api</code>) as
<code>Authorization: Bearer …</code>, or use the console’s session. Times are Unix times in ms. Lists come in pages:
pass <code>next</code> as <code>cursor</code>. Errors are problem documents (RFC 9457) whose <code>detail</code> says what to do.
For machines: <a href="/api/v1/openapi.json">OpenAPI 3.1</a>.</p>
<pre>curl -H "Authorization: Bearer $CULPRIT_TOKEN" "http://127.0.0.1:7790/api/v1/who?target=api.telegram.org&amp;since=7d"</pre>
<nav aria-label="Routes"><ul>
${list}
</ul></nav>
${sections}
</main>
</html>
`;
}

function section(route: Route): string {
  const rows = fieldsOf(route)
    .map(
      ({ name, where, required, text }) =>
        `<tr><td><code>${escapeHtml(name)}</code><td>${where}<td>${required ? 'yes' : ''}<td>${escapeHtml(text)}`,
    )
    .join('\n');
  const table = rows && `<table>\n<tr><th>name<th>in<th>required<th>what\n${rows}\n</table>`;
  const access = route.isPublic ? ' <em>Needs no sign-in.</em>' : '';
  return `<section id="${anchor(route)}">
<h2><code>${route.method}</code> ${escapeHtml(route.url)}</h2>
<p>${escapeHtml(route.summary)}${access} Answers ${route.status}${answerOf(route)}.</p>
${table}
</section>`;
}

function fieldsOf(route: Route): Field[] {
  const path = route.url.replace(/:(\w+)/g, '{$1}');
  const paths = openApiOf([route], '').paths as Record<string, Record<string, Operation>>;
  const operation = paths[path]?.[route.method.toLowerCase()];
  const body = operation?.requestBody?.content['application/json'].schema;
  return [
    ...(operation?.parameters ?? []).map(({ name, in: where, required, description, schema }) => ({
      name,
      where,
      required,
      text: [description ?? '', noteOf(schema)].filter((part) => part !== '').join('; '),
    })),
    ...Object.entries(body?.properties ?? {}).map(([name, property]) => ({
      name,
      where: 'body',
      required: body?.required?.includes(name) ?? false,
      text: [property.description ?? '', noteOf(property)].filter((part) => part !== '').join('; '),
    })),
  ];
}

interface Property {
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly maximum?: number;
}

interface Operation {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly description?: string;
    readonly schema: Property;
  }[];
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': {
        readonly schema: { readonly properties?: Record<string, Property>; readonly required?: readonly string[] };
      };
    };
  };
}

function noteOf(property: Property): string {
  return [
    property.enum === undefined ? '' : `one of ${property.enum.join(', ')}`,
    property.default === undefined || property.default === '' ? '' : `${String(property.default)} by default`,
    property.maximum === undefined || property.maximum > 1e6 ? '' : `at most ${property.maximum}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function answerOf(route: Route): string {
  if (route.answer === null)
    return route.status === 204 ? ', without content' : ` as <code>${escapeHtml(route.mediaType)}</code>`;
  const names = [...JSON.stringify(openApiOf([route], '').paths).matchAll(/#\/components\/schemas\/(\w+)/g)]
    .map((match) => match[1])
    .filter((name) => name !== 'Problem' && name !== 'Severity' && name !== 'Operation');
  return names[0] === undefined ? '' : ` with <code>${names[0]}</code>`;
}

function anchor({ method, url }: Route): string {
  return `${method}${url}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

export const docsStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem; }
nav ul { list-style: none; padding: 0; columns: 22rem; }
code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid color-mix(in srgb, currentColor 25%, transparent); }
section { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); margin-top: 2rem; }
h2 { font-size: 1.1rem; }
table { border-collapse: collapse; width: 100%; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: 0.3rem 1rem 0.3rem 0; }
`;
