// Loaded into the measured process: says at its end how much memory it took, in KiB.
process.on('exit', () => require('node:fs').writeFileSync(process.env.BENCH_PEAK, String(process.resourceUsage().maxRSS)));
