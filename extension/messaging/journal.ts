/** Keys of extension storage under which a closing mail tab leaves the last save of a draft, by draft id. */
export const journalPrefix = 'pending:';
