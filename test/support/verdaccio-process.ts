/** Runs verdaccio with the configuration file of the first argument on a free port, which the parent is told. */
import { runServer } from 'verdaccio';

const server = await runServer(process.argv[2]);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
});
// A parent that died takes its registry along.
process.on('disconnect', () => process.exit());
