/**
 * A fresh process that is one instance of a function, for as long as its first request takes: loads the bundle as the
 * platform does, hands it the event, prints the answer between two marks, with the processor's
 * time until then, and ends. An empty handler runs in it too: what they
 * differ by is the bundle and its work.
 */
const [bundle, given] = process.argv.slice(2);
const { event, context } = JSON.parse(given);
const { handler } = require(bundle);

handler(Buffer.from(JSON.stringify(event)), context).then(
  (answer) => {
    const { user, system } = process.cpuUsage();
    process.stdout.write(`\0${JSON.stringify({ answer: answer ?? null, processorMs: (user + system) / 1_000 })}\0`);
    process.exit(0);
  },
  (fault) => {
    process.stderr.write(`${fault.stack}\n`);
    process.exit(1);
  },
);
