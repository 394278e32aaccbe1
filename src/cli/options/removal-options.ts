import type { Command } from 'commander';
import { invalidInput } from '../../errors.js';
import type { KcpRemoval } from '../../runtime/subroutines/index.js';

/** The flags of a deletion about what is in kcp. */
export interface RemovalOptions {
  readonly deleteWorkspaces?: boolean;
  readonly orphanKcp?: boolean;
}

/** Flags that say what becomes of kcp. */
export function addRemovalOptions(command: Command): Command {
  return command
    .option('--delete-workspaces', 'also delete workspaces in which users have something, with all that is in them')
    .option('--orphan-kcp', 'leave what is in kcp, and forget it');
}

/**
 * What a deletion does about kcp.
 *
 * @throws {InvalidInputError} `invalid-option` when both flags are given.
 */
export function removalOf({ deleteWorkspaces = false, orphanKcp = false }: RemovalOptions): KcpRemoval {
  if (deleteWorkspaces && orphanKcp)
    throw invalidInput('invalid-option', '--delete-workspaces and --orphan-kcp are both given', 'delete what is in kcp, or leave it');
  return { deleteWorkspaces, orphan: orphanKcp };
}
