/** CycloneDX's own JSON schema, as its reference library carries it, for tests. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

const folder = join(
  dirname(createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library/package.json')),
  'res/schema',
);
const schemaOf = (name: string): object =>
  JSON.parse(readFileSync(join(folder, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;

/** What is wrong with a bill of materials by the schema of CycloneDX 1.7, a line each; none where it is valid. */
export function bomFaults(bom: unknown): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // What ajv-formats leaves out: an IRI is a URL here, as none of ours has other characters.
  ajv.addFormat('iri-reference', (text) => URL.canParse(text, 'http://base/'));
  ajv.addFormat('idn-email', (text) => /^[^@\s]+@[^@\s]+$/.test(text));
  // The library's copies refer to each other by their files' names.
  for (const name of ['spdx', 'jsf-0.82', 'cryptography-defs']) {
    ajv.addSchema(schemaOf(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`);
  }
  const validate = ajv.compile(schemaOf('bom-1.7'));
  if (validate(bom)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
