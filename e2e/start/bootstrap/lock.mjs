import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from './node.mjs';

/** Does `work` while no other process of this checkout does; waits for one that is at it. */
export async function withLock(name, work) {
  const path = join(root, '.lumina', `${name}.lock`);
  mkdirSync(join(root, '.lumina'), { recursive: true });
  let hasSaid = false;
  while (!take(path)) {
    if (removeIfLeftBehind(path)) continue;
    if (!hasSaid)
      console.log(`  Another command is getting this checkout ready (process ${holderOf(path)}); waiting for it …`);
    hasSaid = true;
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(path) {
  try {
    return Number(readFileSync(path, 'utf8'));
  } catch {
    return 0;
  }
}

/**
 * A holder that was killed leaves its lock. Moving it away before deleting makes sure that of several who find it, one
 * removes it; should that turn out to be the fresh lock of a quicker one, it is put back.
 */
function removeIfLeftBehind(path) {
  const holder = holderOf(path);
  const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
  if (holder === 0 ? age < 5000 : isAtWork(holder)) return false;
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (holderOf(aside) !== holder) renameSync(aside, path);
    rmSync(aside, { force: true });
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  return true;
}

function isAtWork(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  // The number may be somebody else's by now.
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bootstrap.mjs');
}
