import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * All that there is below a folder, by path: kind, mode, owner, inode, time of change, and contents. A folder's own time
 * isn't among it: what came and went again leaves that behind.
 */
export function treeOf(root: string, path = ''): Record<string, string> {
  const all: Record<string, string> = {};
  for (const name of readdirSync(join(root, path)).sort()) {
    const inner = join(path, name);
    const stats = lstatSync(join(root, inner));
    const who = `${stats.mode.toString(8)} ${stats.uid}:${stats.gid} ${stats.ino}`;
    if (stats.isDirectory()) {
      all[inner] = `folder ${who}`;
      Object.assign(all, treeOf(root, inner));
    } else if (stats.isSymbolicLink()) {
      all[inner] = `link ${who} ${readlinkSync(join(root, inner))}`;
    } else {
      const hash = createHash('sha256')
        .update(readFileSync(join(root, inner)))
        .digest('hex');
      all[inner] = `file ${who} ${stats.mtimeMs} ${hash}`;
    }
  }
  return all;
}
