/** What the benchmarks need from PyPI, for pip: one version each, so that figures of different days can be compared. */

const modern = "python_version >= '3.12'";
const old = "python_version < '3.12'";

export const requests = ["requests==2.34.2; python_version >= '3.10'", "requests==2.32.4; python_version < '3.10'"];
export const aiohttp = [`aiohttp==3.14.5; ${modern}`, `aiohttp==3.10.11; ${old}`];
export const pandas = ['pandas==3.1.1'];
export const pytest = ['pytest==9.2.0'];
export const trio = ['trio==0.33.0'];
/** Its older benchmarks want distutils, which Python has no more since 3.12; setuptools brings it. */
export const pyperformance = ['pyperformance==1.14.0', 'setuptools==80.9.0'];
