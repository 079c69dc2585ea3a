import packageJson from '../package.json' with { type: 'json' };

/** The collector's version, which is Culprit's. */
export const version: string = packageJson.version;
