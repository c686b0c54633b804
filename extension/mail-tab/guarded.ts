/** Runs our code so that it cannot disturb the mail page: nothing of ours is worth a blocked native Send. */
export function guarded<A extends unknown[]>(act: (...args: A) => unknown): (...args: A) => void {
  return (...args) => {
    try {
      const done = act(...args);
      if (done instanceof Promise) done.catch(note);
    } catch (error) {
      note(error);
    }
  };
}

/** The kind of failure only: a message could quote the mail. */
const note = (error: unknown) => console.debug('Lumina:', error instanceof Error ? error.name : typeof error);
