import { describe, expect, test } from 'vitest';
import { entryOf, maxFileBytes, readDocuments, type Tree } from './document.ts';
import { loadRules } from './load.ts';
import { Problems } from './problem.ts';
import { folderOf, load } from './testing/rules.ts';

function read(text: string) {
  const problems = new Problems();
  return { documents: readDocuments(text, problems.for('f.yaml')), errors: problems.errors };
}

function at(tree: Tree | undefined, key: string): Tree | undefined {
  return tree?.kind === 'map' ? entryOf(tree, key)?.value : undefined;
}

describe('places', () => {
  test('keys and values know their line and column', () => {
    const [document] = read('title: A\nlist:\n    - one\n    - {deep: 1.10}\n').documents;
    const list = at(document?.tree, 'list');
    expect(list).toMatchObject({ kind: 'list', items: [{ place: { line: 3, column: 7 } }, { kind: 'map' }] });
    const deep = list?.kind === 'list' ? at(list.items[1], 'deep') : undefined;
    expect(deep).toMatchObject({ value: 1.1, text: '1.10', place: { line: 4, column: 14 } });
  });

  test('each document of a file has its own text, and lines go on counting', () => {
    const { documents } = read('title: A\n---\ntitle: B\n');
    expect(documents.map(({ text }) => text)).toEqual(['title: A', 'title: B']);
    expect(at(documents[1]?.tree, 'title')).toMatchObject({ place: { line: 3, column: 8 } });
  });

  test('an empty value is null, and stands where its key does', () => {
    expect(at(read('a: 1\nb:\n').documents[0]?.tree, 'b')).toMatchObject({ value: null, place: { line: 2 } });
  });
});

describe('faults', () => {
  test('bad YAML is told with its line', () => {
    const { errors, documents } = read('title: A\nselection: [1, 2\nlevel: low\n');
    expect(documents).toEqual([]);
    expect(errors).toMatchObject([{ code: 'yaml-invalid', line: expect.any(Number) }]);
    expect(errors[0]?.line).toBeGreaterThan(1);
  });

  test('the same key twice is an error, not a silent loss', () => {
    expect(read('a: 1\nb: 2\na: 3\n').errors).toMatchObject([{ code: 'yaml-invalid', line: 3 }]);
  });

  test('a bad document does not cost its neighbours', () => {
    const { documents, errors } = read('a: 1\n---\na: "b\n---\na: 2\n');
    expect(documents.map(({ text }) => text)).toContain('a: 1');
    expect(errors).not.toEqual([]);
  });

  test('an alias is what it stands for', () => {
    const [document] = read('a: &x [1, 2]\nb: *x\n').documents;
    expect(at(document?.tree, 'b')).toMatchObject({ kind: 'list', items: [{ value: 1 }, { value: 2 }] });
  });

  test('an alias bomb is refused', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 12; i += 1)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(', ')}]`,
      );
    const { documents, errors } = read(lines.join('\n'));
    expect(documents).toEqual([]);
    expect(errors).toMatchObject([{ code: 'yaml-too-large' }]);
  });

  test('an alias of itself is refused', () => {
    expect(read('a: &a\n    b: *a\n').errors).toMatchObject([{ code: 'yaml-too-large' }]);
  });

  test('deep nesting is refused', () => {
    expect(read(`a: ${'['.repeat(100)}${']'.repeat(100)}`).errors).toMatchObject([{ code: 'yaml-too-large' }]);
  });

  test('a file that is too large is not read', () => {
    const folder = folderOf({ 'big.yaml': `# ${'x'.repeat(maxFileBytes)}` });
    expect(loadRules(folder).errors).toMatchObject([{ code: 'file-too-large' }]);
  });

  test('a file that is not there is an error with its path', () => {
    expect(loadRules('/nowhere/at/all').errors).toMatchObject([
      { code: 'file-unreadable', file: '/nowhere/at/all', message: "The file can't be read: it does not exist." },
    ]);
  });

  test.each([['- 1\n- 2\n'], ['just text\n'], ['\u0000\u0001'], ['%YAML 9.9\n---\na: 1\n'], ['? [a]\n: 1\n']])(
    'no text makes it throw: %j',
    (text) => {
      expect(load(text).rules).toEqual([]);
    },
  );
});
