import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';

/** Where systems keep people's home folders: Linux and others, macOS, Windows; and those of the superuser. */
const conventional =
  /^(?:\/(?:home|Users)\/[^/]+|[A-Za-z]:\/Users\/[^/]+|\/root|\/var\/root|\/private\/var\/root)(?=\/|$)/;

/** Writes a path with its home folder as ~: an absolute path with slashes; one that lies in no home stays as it is. */
export type Tilde = (path: string) => string;

/**
 * Knows the agent's own home, by its name and by its real path, and the places where those of others are by convention:
 * ~ stands for anyone's. Without regard to case where the platform's file systems have none.
 */
export function createTilde(
  homes: readonly string[] = [homedir()],
  platform: NodeJS.Platform = process.platform,
): Tilde {
  const isCased = platform !== 'darwin' && platform !== 'win32';
  const cased = (text: string): string => (isCased ? text : text.toLowerCase());
  const byConvention = isCased ? conventional : new RegExp(conventional, 'i');
  const known = [...new Set(homes.flatMap((home) => [home, realPathOf(home)]))]
    .map((home) => slashed(home).replace(/\/+$/, ''))
    // A container's user may have / for a home: then everything would be in it.
    .filter((home) => home.length > 1);
  return (path) => {
    for (const home of known) {
      const end = path[home.length];
      if ((end === undefined || end === '/') && cased(path.slice(0, home.length)) === cased(home)) {
        return `~${path.slice(home.length)}`;
      }
    }
    return path.replace(byConvention, '~');
  };
}

/** A path with / for a separator, on Windows too. */
export function slashed(path: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
