import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { entriesOf, NO_INVENTORY, type Inventory, type Origin } from '../../../../src/runtime/apply/inventory/index.js';
import { committed, knownAfter, recorded } from '../../../../src/runtime/apply/inventory/merge.js';
import { entries, entry, keys, release, shown } from './entries.js';

const known = (names: readonly string[], version = '1'): Inventory => ({ entries: entries(...names), version, isRecorded: false });

describe('what is recorded', () => {
  it('is added, and nothing is taken away', () => {
    expect(shown(recorded(entries('a', 'b'), [entry('b'), entry('c', 'adopted')]))).toEqual(['a', 'b', 'c adopted']);
  });

  it('keeps the version in which an object was written last', () => {
    const ref = { ...release('a'), apiVersion: 'helm.toolkit.fluxcd.io/v3' };

    expect([...recorded(entries('a'), [{ ref, origin: 'created' }]).values()].map((each) => each.ref.apiVersion)).toEqual([
      'helm.toolkit.fluxcd.io/v2',
    ]);
  });

  it.each<readonly [Origin, Origin, Origin]>([
    ['created', 'created', 'created'],
    ['created', 'adopted', 'adopted'],
    ['created', 'foreign', 'foreign'],
    ['adopted', 'created', 'adopted'],
    ['foreign', 'created', 'foreign'],
    ['foreign', 'adopted', 'foreign'],
  ])('keeps the more careful origin: %s, then %s is %s', (before, then, after) => {
    expect([...recorded(entriesOf([entry('a', before)]), [entry('a', then)]).values()].map(({ origin }) => origin)).toEqual([after]);
  });
});

describe('what is committed', () => {
  it('is what exists now, as it was written, and no more what is gone', () => {
    const after = committed(known(['a', 'b']), known(['a', 'b']), {
      applied: [{ ...entry('a', 'foreign') }, entry('c')],
      forgotten: keys('b'),
    });

    expect(shown(after)).toEqual(['a foreign', 'c']);
  });

  it('decides an origin, also for a less careful one', () => {
    const before: Inventory = { entries: entriesOf([entry('a', 'foreign')]), version: '1', isRecorded: false };

    expect(shown(committed(before, before, { applied: [entry('a')], forgotten: [] }))).toEqual(['a']);
  });

  it('names an object that is forgotten and applied', () => {
    expect(shown(committed(known(['a']), known(['a']), { applied: [entry('a')], forgotten: keys('a') }))).toEqual(['a']);
  });

  it('forgets nothing where another run has written in between', () => {
    const after = committed(known(['a', 'b', 'other'], '2'), known(['a', 'b']), { applied: [entry('a')], forgotten: keys('b', 'other') });

    expect(shown(after)).toEqual(['a', 'b', 'other']);
  });

  it('keeps the more careful origin where another run has written in between', () => {
    const other: Inventory = { entries: entriesOf([entry('a', 'foreign')]), version: '2', isRecorded: false };

    expect(shown(committed(other, known(['a']), { applied: [entry('a')], forgotten: [] }))).toEqual(['a foreign']);
  });
});

describe('two runs', () => {
  const NAMES = ['a', 'b', 'c'];

  /** The ConfigMap: each write gives it another version. */
  class Store {
    inventory: Inventory = NO_INVENTORY;
    #writes = 0;

    replace(all: Inventory['entries']): Inventory {
      this.#writes += 1;
      this.inventory = all.size === 0 ? NO_INVENTORY : { entries: all, version: String(this.#writes), isRecorded: false };
      return this.inventory;
    }
  }

  /** A run: it reads once, records what it writes, deletes what it has read, and commits. */
  class Run {
    known: Inventory = NO_INVENTORY;
    /** Recorded and not committed: it may write these at any moment. */
    readonly open = new Set<string>();
    readonly #store: Store;

    constructor(store: Store) {
      this.#store = store;
    }

    read(): void {
      this.known = this.#store.inventory;
      this.open.clear();
    }

    record(names: readonly string[]): void {
      if (names.length === 0) return;
      const before = this.#store.inventory;
      this.known = knownAfter(
        this.known,
        before.version,
        this.#store.replace(
          recorded(
            before.entries,
            names.map((name) => entry(name)),
          ),
        ),
      );
      for (const name of names) this.open.add(name);
    }

    commit(forgotten: readonly string[]): void {
      const before = this.#store.inventory;
      const applied = [...this.open].map((name) => entry(name));
      const after = committed(before, this.known, { applied, forgotten: keys(...forgotten.filter((name) => !this.open.has(name))) });
      this.known = knownAfter(this.known, before.version, this.#store.replace(after));
      this.open.clear();
    }
  }

  const someNames = fc.subarray(NAMES);
  const step = fc.record({ run: fc.constantFrom(0, 1), kind: fc.constantFrom('read', 'record', 'commit'), names: someNames } as const);

  it('lose nothing: a name that one recorded stays until that one commits, unless the other has seen the record', () => {
    fc.assert(
      fc.property(someNames, fc.array(step, { maxLength: 25 }), (initial, steps) => {
        const store = new Store();
        if (initial.length > 0) store.replace(entries(...initial));
        const runs = [new Run(store), new Run(store)] as const;
        /** What one has recorded since the other has read. */
        const unseen = [new Set<string>(), new Set<string>()] as const;
        for (const { run, kind, names } of steps) {
          const other = run === 0 ? 1 : 0;
          if (kind === 'read') {
            runs[run].read();
            unseen[other].clear();
            unseen[run].clear();
          } else if (kind === 'record') {
            runs[run].record(names);
            for (const name of names) unseen[run].add(name);
          } else {
            runs[run].commit(names);
            unseen[run].clear();
          }
          const stored = new Set([...store.inventory.entries.values()].map(({ ref }) => ref.name));
          for (const one of [0, 1] as const)
            expect([...unseen[one]].filter((name) => runs[one].open.has(name) && !stored.has(name))).toEqual([]);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('forget in the end what both want no more', () => {
    const store = new Store();
    store.replace(entries('a', 'b'));
    const [first, second] = [new Run(store), new Run(store)];
    first.read();
    second.read();
    second.record(['c']);
    first.commit(['b']);
    expect(shown(store.inventory.entries)).toEqual(['a', 'b', 'c']);
    second.commit([]);

    first.read();
    first.commit(['b']);
    expect(shown(store.inventory.entries)).toEqual(['a', 'c']);
  });
});
