/**
 * `npm run bench:peers`: how long other programs take for the same names, against the same sample registries with 30 ms
 * of latency, in turns with ours. Each runs as its users run it, and the whole process is measured; what is not on the
 * PATH is named and left out. Only ratios mean something.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, runCheck, startRegistriesProcess } from '../measure.ts';
import { COORDINATES, writeImages, writePackages } from '../network-work.ts';
import { startImageHost } from './image-host.ts';
import { isInstalled, npmOutdated, type Peer, renovateLookup, skopeoInspect } from './peers.ts';

const ROUNDS = 3;

const temporary = await mkdtemp(join(tmpdir(), 'registry-lens-peers-'));
const registries = await startRegistriesProcess();
const images = await startImageHost(registries.origin);
try {
  const place = { npm: `${registries.origin}/npm`, images: images.host, home: join(temporary, 'home') };
  await mkdir(place.home);
  const imageFolder = join(temporary, 'images');
  const packageFolder = join(temporary, 'packages');
  await writeImages(imageFolder, name => name.replace('docker.io/', `${images.host}/`).concat(':1.0'));
  await writePackages(packageFolder);
  const settingsFile = join(temporary, 'settings.json');
  const peers: readonly (readonly [Peer, string])[] = [
    [skopeoInspect, imageFolder],
    [npmOutdated, packageFolder],
    [renovateLookup, imageFolder],
    [renovateLookup, packageFolder],
  ];
  const rows: object[] = [];
  for (const [peer, folder] of peers) {
    if (!(await isInstalled(peer.command))) {
      console.log(`\`${peer.command}\` is not installed, so ${peer.name} is left out.`);
      continue;
    }
    const turns: { ours: number; theirs: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const cacheFolder = join(temporary, `cache-${rows.length}-${round}`);
      await images.writeSettings(settingsFile, registries.settings);
      const run = await runCheck({ folder, settingsFile, home: place.home, cacheFolder });
      if (run.references !== COORDINATES || run.unknown > 0) throw new Error('The check did not do the work.');
      await registries.take();
      const theirs = await peer.run(folder, place);
      const asked = (await registries.take()).length;
      // One that gave up early would look fast.
      if (asked < COORDINATES) throw new Error(`${peer.name} sent ${asked} requests for ${COORDINATES} names.`);
      turns.push({ ours: run.wallMilliseconds, theirs });
    }
    rows.push({
      '': `${peer.name}, ${folder === imageFolder ? 'images by tag' : 'npm ranges'}`,
      'peer, ms': Math.round(median(turns.map(({ theirs }) => theirs))),
      'ours, ms': Math.round(median(turns.map(({ ours }) => ours))),
      'peer to ours': `${median(turns.map(({ ours, theirs }) => theirs / ours)).toFixed(1)} ×`,
    });
  }
  console.log(`${COORDINATES} names, from start to end of the process, nothing known before, medians of ${ROUNDS}:`);
  console.table(rows);
} finally {
  images.stop();
  registries.stop();
  await rm(temporary, { recursive: true, force: true });
}
