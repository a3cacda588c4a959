/**
 * A browser for the tests. On Linux (x64) it is the headless Chromium that the package `@sparticuz/chromium` carries, with
 * nothing to download or install; elsewhere the Chrome that is installed.
 *
 * The package unpacks into the system's temporary folder, and takes what it finds there for its own, whichever version left
 * it. So it is run once, with a temporary folder that becomes a cache of that one version by being renamed when all of it
 * is there: test files that start at the same time do each other no harm.
 */
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const root = join(__dirname, '../..');
const packages = join(root, 'node_modules');

const ARGUMENTS = [
  // Pictures are the same on every machine, and there is no second process to start.
  '--disable-gpu',
  '--in-process-gpu',
  // No name is looked up: whatever a page asks of another host fails here as it would without the internet.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

export const launchChromium = async (): Promise<Browser> => {
  if (process.platform === 'linux' && process.arch === 'x64') {
    const folder = await unpacked();
    const env = { ...process.env, FONTCONFIG_FILE: join(folder, FONTS), LD_LIBRARY_PATH: librariesOf(folder) };
    return chromium.launch({ executablePath: join(folder, 'chromium'), args: ARGUMENTS, env });
  }
  return chromium.launch({ channel: 'chrome', args: ARGUMENTS }).catch((cause) => {
    throw new Error('The browser tests need Google Chrome on this system: install it, then run them again.', { cause });
  });
};

/** The folder with the executable file. */
const unpacked = async (): Promise<string> => {
  const { version } = JSON.parse(readFileSync(join(packages, '@sparticuz/chromium/package.json'), 'utf8'));
  const folder = join(packages, '.cache', `chromium-${version}`);
  if (existsSync(folder)) return folder;
  await mkdir(join(packages, '.cache'), { recursive: true });
  const unfinished = await mkdtemp(`${folder}-`);
  try {
    await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', UNPACK], {
      cwd: root,
      env: { ...process.env, TMPDIR: unfinished, ...WITH_LIBRARIES },
    });
    await writeFile(join(unfinished, FONTS), fonts);
    await rename(unfinished, folder);
  } catch (fault) {
    // Else another worker was first.
    if (!existsSync(folder)) throw fault;
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
};

const UNPACK = "import chromium from '@sparticuz/chromium'; await chromium.executablePath();";

// --- what a bare system lacks ----------------------------------------------------------------------------------------

/** The package has libraries too, and unpacks them where it believes to be at home. */
const WITH_LIBRARIES = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x' };

/** The system's own come first: the package's were made for another Linux. */
const librariesOf = (folder: string): string =>
  ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib64', '/usr/lib64', join(folder, 'al2023/lib')].join(':');

const FONTS = 'fonts.conf';

/** Two fonts and none of the system's, so that every machine draws the same: Open Sans, and Noto Sans for Chinese. */
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir prefix="relative">../../@expo-google-fonts/noto-sans-sc</dir>
</fontconfig>
`;
