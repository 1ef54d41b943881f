import { readerFor } from '../server/src/ecosystems/readers.ts';
import { LOCKFILE_TEXTS } from './bench/lockfile-texts.ts';
const each = LOCKFILE_TEXTS.find(x => x.file.startsWith(process.argv[2]!))!; const large = each.text(20000); const reader = readerFor(each.file)!;
for (let i = 0; i < 15; i++) reader.read(large, each.file);
