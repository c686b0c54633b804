import { withHashed } from './hashed.js';
import { canvas, theme } from './session.js';

/** Fluent's names for the colours, in both themes. */
const LIGHT = `--colorNeutralBackground1:#fff;--colorNeutralBackground2:#f5f5f5;--colorNeutralBackground3:#ebebeb;
  --colorNeutralForeground1:#242424;--colorNeutralForeground3:#616161;--colorNeutralStroke1:#d1d1d1;--colorBrandBackground:#0f6cbd;
  --colorNeutralForegroundOnBrand:#fff;--neutralPrimarySurface:#fff;--themePrimary:#0f6cbd;--white:#fff;--black:#000`;
const DARK = `--colorNeutralBackground1:#292929;--colorNeutralBackground2:#1f1f1f;--colorNeutralBackground3:#141414;
  --colorNeutralForeground1:#fff;--colorNeutralForeground3:#adadad;--colorNeutralStroke1:#666;--colorBrandBackground:#115ea3;
  --colorNeutralForegroundOnBrand:#fff;--neutralPrimarySurface:#292929;--themePrimary:#479ef5;--white:#000;--black:#fff`;

const CSS = `
  :root { ${theme === 'dark' ? DARK : LIGHT}; color-scheme: ${theme}; font: 14px 'Segoe UI', 'Segoe UI Web (West European)', system-ui, sans-serif; }
  * { box-sizing: border-box; }
  [hidden] { display: none !important; }
  body { margin: 0; height: 100vh; overflow: hidden; background: var(--colorNeutralBackground3); color: var(--colorNeutralForeground1); }
  button, input { font: inherit; color: inherit; }
  $page { display: flex; flex-direction: column; height: 100%; }
  $banner { display: flex; gap: 8px; align-items: center; height: 48px; padding: 0 16px; background: var(--colorBrandBackground); color: #fff; }
  $banner $soft { color: #dce9f6; }
  $app { color: inherit; text-decoration: none; font-weight: 600; font-size: 16px; }
  $columns { flex: 1; min-height: 0; display: grid; grid-template-columns: 220px 340px 1fr; gap: 8px; padding: 8px; }
  $nav { display: flex; flex-direction: column; gap: 12px; }
  $mailbox { padding: 8px; font-weight: 600; overflow: hidden; text-overflow: ellipsis; }
  $folder { padding: 8px 12px; border-radius: 4px; cursor: pointer; }
  $folder:hover { background: var(--colorNeutralBackground2); }
  $folder[aria-selected=true] { background: var(--colorNeutralBackground1); font-weight: 600; }
  $list, $stage { background: var(--colorNeutralBackground1); border-radius: 8px; overflow: auto; }
  $row { padding: 10px 14px; border-bottom: 1px solid var(--colorNeutralStroke1); cursor: pointer; }
  $row:hover { background: var(--colorNeutralBackground2); }
  $row[aria-selected=true] { background: var(--colorNeutralBackground3); }
  $unread { border-left: 3px solid var(--themePrimary); font-weight: 600; }
  $who { display: flex; justify-content: space-between; gap: 8px; }
  $soft { color: var(--colorNeutralForeground3); font-weight: 400; }
  $snippet { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
  $stage { position: relative; display: flex; flex-direction: column; min-height: 0; }
  $whole { flex: 1; border-radius: 0; padding: 8px; }
  $reading { flex: 1; overflow: auto; padding: 16px; }
  $nothing { display: grid; place-items: center; height: 100%; }
  $title { font-size: 20px; font-weight: 600; margin-bottom: 12px; }
  $item { border: 1px solid var(--colorNeutralStroke1); border-radius: 8px; padding: 12px 16px; margin-bottom: 12px; }
  $mail { margin: 12px 0; padding: 8px; background: #fff; color: #000; overflow: auto; }
  $composing { display: contents; }
  $composing > * { flex: 1; }
  $compose { display: flex; flex-direction: column; gap: 4px; padding: 12px 16px; min-height: 320px; }
  $answer $compose { border-top: 1px solid var(--colorNeutralStroke1); margin-top: 12px; }
  $top { display: flex; align-items: center; gap: 12px; min-height: 36px; }
  $actions { display: flex; gap: 6px; align-items: center; }
  $split { position: relative; display: flex; gap: 1px; }
  $press { border: 1px solid var(--colorNeutralStroke1); border-radius: 4px; padding: 5px 12px; background: var(--colorNeutralBackground1); cursor: pointer; }
  $primary { background: var(--colorBrandBackground); color: var(--colorNeutralForegroundOnBrand); border-color: transparent; }
  $menu { position: absolute; top: 100%; left: 0; z-index: 2; padding: 8px 12px; background: var(--colorNeutralBackground1); border: 1px solid var(--colorNeutralStroke1); white-space: nowrap; }
  $complaint { padding: 6px 10px; background: #fde7e9; color: #750b1c; border-radius: 4px; }
  $group { position: relative; display: flex; gap: 8px; align-items: center; border-bottom: 1px solid var(--colorNeutralStroke1); padding: 2px 0; }
  $label { border: 1px solid var(--colorNeutralStroke1); border-radius: 4px; background: none; padding: 3px 10px; min-width: 48px; }
  $well { flex: 1; min-height: 28px; outline: none; padding: 4px; }
  ._EType_RECIPIENT_ENTITY { display: inline-flex; gap: 4px; align-items: center; padding: 1px 8px; border-radius: 12px; background: var(--colorNeutralBackground3); }
  $presence { width: 8px; height: 8px; border-radius: 50%; border: 2px solid #8a8886; }
  $remove { cursor: pointer; }
  $collapsed { padding: 6px 0; cursor: text; border-bottom: 1px solid var(--colorNeutralStroke1); }
  $toggles { display: flex; justify-content: flex-end; gap: 8px; }
  $toggle { border: 0; background: none; cursor: pointer; }
  $suggestions { position: absolute; top: 100%; left: 60px; z-index: 3; min-width: 280px; background: var(--colorNeutralBackground1); border: 1px solid var(--colorNeutralStroke1); border-radius: 4px; box-shadow: 0 4px 12px #0003; }
  $suggestion { display: flex; justify-content: space-between; gap: 12px; padding: 6px 10px; cursor: pointer; }
  $suggestion:hover { background: var(--colorNeutralBackground2); }
  $subject { width: 100%; border: 0; border-bottom: 1px solid var(--colorNeutralStroke1); background: none; padding: 6px 0; outline: none; }
  $sheet { flex: 1; display: flex; flex-direction: column; min-height: 0; overflow: auto; }
  $body { flex: 1; min-height: 160px; padding: 8px; outline: none; font: 12pt Aptos, Calibri, sans-serif; background: ${canvas === 'dark' ? 'var(--colorNeutralBackground1)' : '#fff'}; }
  $tabs { display: flex; gap: 4px; padding: 0 8px 6px; }
  $tabpair { display: flex; background: var(--colorNeutralBackground3); border-radius: 4px; }
  $tab, $tabclose { border: 0; background: none; padding: 4px 8px; cursor: pointer; max-width: 180px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  $tab[aria-selected=true] { font-weight: 600; }
  $overlay { position: fixed; inset: 0; z-index: 10; display: grid; place-items: center; background: #0006; }
  $dialog { max-width: 400px; padding: 24px; border-radius: 8px; background: var(--colorNeutralBackground1); }
  $question { margin-bottom: 20px; font-size: 16px; }
  $presses { display: flex; gap: 8px; }
  $bar { position: fixed; bottom: 16px; left: 50%; z-index: 9; display: flex; gap: 16px; align-items: center; padding: 10px 16px; border-radius: 4px; background: var(--colorNeutralForeground1); color: var(--colorNeutralBackground1); }
  $bar $press { color: var(--colorNeutralForeground1); }
  $empty { position: fixed; top: 0; left: 0; width: 1px; height: 1px; }
  $old { position: absolute; visibility: hidden; width: 600px; height: 0; overflow: hidden; }
  $zero { position: fixed; top: 0; left: 0; width: 1px; height: 1px; padding: 0; border: 0; opacity: 0; }
`;

/** Gives a window its looks; a sheet belongs to one document. */
export function adoptStyles(view: Window): void {
  const sheet = new (view as typeof globalThis & Window).CSSStyleSheet();
  sheet.replaceSync(withHashed(CSS));
  view.document.adoptedStyleSheets = [...view.document.adoptedStyleSheets, sheet];
  view.document.documentElement.classList.add('fui-FluentProvider');
}
