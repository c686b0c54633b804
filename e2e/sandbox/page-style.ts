/** The look of the sandbox's own pages (not of the mail page): quiet, light and dark. */
export const PAGE_STYLE = `
  :root { color-scheme: light dark; --ink: #1f2328; --soft: #57606a; --line: #d0d7de; --paper: #fff; --ground: #f6f8fa; --blue: #2f6fed; --on-blue: #fff; --link: #2459c7; }
  @media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #a4acb6; --line: #3a3f46; --paper: #1b1d21; --ground: #121417; --blue: #7aa7ff; --on-blue: #0d1526; --link: #7aa7ff; } }
  * { box-sizing: border-box; }
  body { margin: 0; font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
  h1 { font-size: 20px; line-height: 1.3; margin: 0 0 4px; } h2 { font-size: 15px; margin: 0; }
  p { margin: 0 0 12px; } .soft { color: var(--soft); font-size: 13px; }
  .card { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 20px; }
  button { font: inherit; font-size: 13px; min-height: 32px; padding: 4px 14px; border-radius: 8px; border: 1px solid var(--line); background: transparent; color: inherit; cursor: pointer; }
  button.main { background: var(--blue); border-color: var(--blue); color: var(--on-blue); }
  :focus-visible { outline: 2px solid var(--blue); outline-offset: 2px; }
`;
