/** The ring's look. Colours of the light and the dark page, each at 3:1 or more against it. `data-theme` says which it is. */
export const ringStyle = `
:host { --blue:#2F6FED; --green:#1E8E5A; --yellow:#B7791F; --quiet:#6B7280; --ink:#1F2328; --paper:#FFFFFF; }
:host([data-theme=dark]) { --blue:#7AA7FF; --green:#5FD39B; --yellow:#F2C14E; --quiet:#9AA1AB; --ink:#E6E8EB; --paper:#1B1D21; }
button { all:unset; box-sizing:border-box; position:relative; width:32px; height:32px; border-radius:50%; cursor:pointer; display:grid; place-items:center; color:var(--quiet); }
button:hover { background:rgb(128 128 128/.14); }
button:focus-visible { outline:2px solid var(--blue); outline-offset:1px; }
svg { width:24px; height:24px; display:block; overflow:visible; }
circle { fill:none; stroke:currentColor; stroke-width:1.5; }
.dot { fill:currentColor; stroke:none; }
.light { fill:currentColor; stroke:none; opacity:calc(var(--strength) * .3); }
.edge { stroke-width:2; }
.dashed { stroke-width:2; stroke-dasharray:3.4 3; }
.check { fill:none; stroke:currentColor; stroke-width:2; stroke-linecap:round; stroke-linejoin:round; }
text { font:600 10.5px system-ui,sans-serif; text-anchor:middle; fill:currentColor; }
[data-glow=Thinking] { color:var(--blue); } [data-glow=Thinking] svg { animation:pulse 1.6s ease-in-out infinite; }
[data-glow=SuggestionReady], [data-glow=Applied] { color:var(--green); }
[data-glow=Stale] { color:var(--yellow); }
@keyframes pulse { 0%,100% { opacity:.45 } 50% { opacity:1 } }
@media (prefers-reduced-motion: reduce) { [data-glow=Thinking] svg { animation:none; } }
.tip { position:absolute; bottom:calc(100% + 4px); left:50%; transform:translateX(-50%); padding:4px 8px; border-radius:6px; background:var(--ink); color:var(--paper); font:12px system-ui,sans-serif; white-space:nowrap; opacity:0; pointer-events:none; transition:opacity .12s; }
:host([data-tip=below]) .tip { bottom:auto; top:calc(100% + 4px); }
button:hover .tip, button:focus-visible .tip { opacity:1; transition-delay:.3s; }
.spoken { position:absolute; width:1px; height:1px; overflow:hidden; clip-path:inset(50%); white-space:nowrap; }
@media (forced-colors: active) { button { color:ButtonText; } .tip { border:1px solid; } }
`;
