const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** A key pressed together with Alt, as this computer's keyboard has it printed. */
export function Key({ sign }: { sign: '↵' | '⌫' | '↓' }) {
  return (
    <kbd>
      {isMac ? '⌥' : 'Alt '}
      {sign}
    </kbd>
  );
}
