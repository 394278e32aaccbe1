import { PlatformMeshError } from '../../../errors.js';
import { keyOf } from '../../../kubernetes/index.js';
import { decoded, tokenOf, tryKubeconfig } from '../../kcp/index.js';
import type { TokenTrial } from '../context.js';
import { planOf, probePath, type Item, type Work } from './decide-connection.js';

/** After so long a token that kcp has accepted is tried again, in milliseconds. */
const TRY_AGAIN = 600_000;

/**
 * Tries the tokens that are to stay. Nothing in a token tells that kcp has revoked it, as by another key for signing.
 *
 * Only a refusal counts: whatever else goes wrong says nothing of the token.
 */
export async function tryPublished(items: readonly Item[], work: Work): Promise<void> {
  const { memory } = work.context;
  const trials = await Promise.all(
    items.map(async (item) => {
      const trial = await trialOf(item, work);
      return trial ? ([keyOf(item.place.ref), trial] as const) : undefined;
    }),
  );
  memory.trials = new Map([...(memory.trials ?? []), ...trials.filter((each) => each !== undefined)]);
}

async function trialOf(item: Item, work: Work): Promise<TokenTrial | undefined> {
  const { context, sources } = work;
  const plan = planOf(item, work);
  if (item.material.kind !== 'scoped' || (plan.kind !== 'unchanged' && plan.kind !== 'write')) return undefined;
  const live = sources.observe(item.place);
  const token = tokenOf(plan.secret);
  // A token that was given since is tried before it is published.
  if (token === undefined || live.state !== 'present' || tokenOf(live.object) !== token) return undefined;
  const before = context.memory.trials?.get(keyOf(item.place.ref));
  if (before?.token === token && context.now().getTime() - before.at.getTime() < TRY_AGAIN) return undefined;
  const trial = { kubeconfig: decoded(plan.secret, 'kubeconfig') ?? '', path: probePath(item) };
  const isRefused = await tryKubeconfig(trial, sources.adminSecret, context.kcp, context.signal).then(() => false, isUnauthorized);
  return { token, isRefused, at: context.now() };
}

function isUnauthorized(error: unknown): boolean {
  if (!(error instanceof PlatformMeshError)) throw error;
  return error.code === 'unauthorized';
}
