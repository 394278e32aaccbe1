import fc from 'fast-check';

// The same cases each time, so that a change fails by what it changed; PROPERTY_SEED draws others: `random`, or a number.
const wanted = process.env['PROPERTY_SEED'] ?? '20261121';
const seed = wanted === 'random' ? Math.trunc(Math.random() * 0x7fffffff) : Number(wanted);
if (!Number.isInteger(seed)) throw new Error(`PROPERTY_SEED must be a number or "random", not "${wanted}"`);
fc.configureGlobal({ seed });
