/** The console's one style sheet, served at /console.css. */
export const consoleCss = `
:root {
  color-scheme: light dark;
  --ground: #f4f6f8; --card: #ffffff; --ink: #14202b; --soft: #546270; --line: #d9e0e6; --link: #0b5cad;
  --good: #14713d; --good-ground: #e2f4e8; --busy: #0b5cad; --busy-ground: #e2eefb;
  --warn: #8a5300; --warn-ground: #fdf0d8; --bad: #a81c1c; --bad-ground: #fbe4e4; --still-ground: #e9edf1;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10161c; --card: #18212a; --ink: #e6edf3; --soft: #9fb0bf; --line: #2c3946; --link: #7cbcff;
    --good: #7fdca3; --good-ground: #163424; --busy: #8cc4ff; --busy-ground: #14304d;
    --warn: #f3c46b; --warn-ground: #3d2f12; --bad: #ff9c9c; --bad-ground: #471c1f; --still-ground: #25313c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
a { color: var(--link); text-underline-offset: 2px; }
a:focus-visible, button:focus-visible, summary:focus-visible, input:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 8px; top: 8px; background: var(--card); padding: 8px 12px; z-index: 2; }
.safety { margin: 0; background: #7a4b00; color: #fff; text-align: center; padding: 6px 16px; font-weight: 600; }
.bar { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: baseline; padding: 14px 24px; background: var(--card);
  border-bottom: 1px solid var(--line); }
.bar .name { font-size: 20px; font-weight: 700; color: var(--ink); text-decoration: none; letter-spacing: -.01em; }
.bar .aim { color: var(--soft); }
.bar nav { margin-left: auto; display: flex; gap: 16px; }
main { max-width: 1240px; margin: 0 auto; padding: 20px 24px 48px; }
footer { max-width: 1240px; margin: 0 auto; padding: 0 24px 32px; color: var(--soft); font-size: 13px; }
h1 { font-size: 24px; line-height: 1.25; margin: 8px 0 14px; letter-spacing: -.01em; }
h2 { font-size: 18px; margin: 28px 0 10px; }
h3 { font-size: 15px; margin: 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; margin: 0 0 14px; }
.card > header { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin-bottom: 8px; }
.card > header .push { margin-left: auto; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; font-size: 12px; letter-spacing: .03em; color: var(--soft); font-weight: 600; }
th, td { padding: 9px 18px 9px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.soft { color: var(--soft); }
.small { font-size: 13px; }
.nowrap { white-space: nowrap; }
code, .mono { font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.note-text { white-space: pre-wrap; overflow-wrap: anywhere; }
.badge { display: inline-block; border-radius: 999px; padding: 1px 10px; font-size: 12.5px; font-weight: 600; white-space: nowrap;
  background: var(--still-ground); color: var(--soft); }
.badge.good { background: var(--good-ground); color: var(--good); }
.badge.busy { background: var(--busy-ground); color: var(--busy); }
.badge.warn { background: var(--warn-ground); color: var(--warn); }
.badge.bad { background: var(--bad-ground); color: var(--bad); }
.lines { display: flex; flex-direction: column; gap: 6px; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 10px 20px; margin: 0; }
.facts dt { color: var(--soft); font-size: 12.5px; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.timeline { list-style: none; margin: 0; padding: 0 0 0 20px; border-left: 2px solid var(--line); }
.timeline li { position: relative; padding: 0 0 14px; }
.timeline li:last-child { padding-bottom: 0; }
.timeline li::before { content: ""; position: absolute; left: -26px; top: 6px; width: 10px; height: 10px; border-radius: 50%;
  background: var(--line); border: 2px solid var(--card); }
.timeline li.good::before { background: var(--good); }
.timeline li.busy::before { background: var(--busy); }
.timeline li.warn::before { background: var(--warn); }
.timeline li.bad::before { background: var(--bad); }
.timeline time { color: var(--soft); font-size: 13px; display: block; }
progress { width: 100%; max-width: 340px; height: 10px; accent-color: var(--busy); }
.note { border-left: 4px solid var(--warn); background: var(--warn-ground); color: var(--warn); padding: 8px 12px; border-radius: 4px; margin: 8px 0; }
.note.bad { border-color: var(--bad); background: var(--bad-ground); color: var(--bad); }
.note p { margin: 0; }
.tree { list-style: none; margin: 4px 0 0; padding-left: 18px; }
.tree > li { padding: 1px 0; }
.yes::before { content: "\\2713 "; color: var(--good); font-weight: 700; }
.no::before { content: "\\2717 "; color: var(--bad); font-weight: 700; }
.unknown::before { content: "? "; color: var(--warn); font-weight: 700; }
.finding-picture { display: block; width: 150px; height: 150px; object-fit: contain; background: #000; border-radius: 6px; }
.key-images { display: flex; flex-wrap: wrap; gap: 8px; margin: 12px 0; }
.key-images img { display: block; max-width: 100%; height: auto; border-radius: 6px; }
details > summary { cursor: pointer; }
button { font: inherit; font-weight: 600; padding: 5px 14px; border-radius: 7px; border: 1px solid var(--line);
  background: var(--card); color: var(--ink); cursor: pointer; }
button:hover { border-color: var(--link); color: var(--link); }
form { display: inline; }
input { font: inherit; padding: 6px 10px; border-radius: 7px; border: 1px solid var(--line); background: var(--card); color: var(--ink); }
pre { background: var(--ground); border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; overflow-x: auto; }
.pages { display: flex; gap: 16px; }
@media (max-width: 640px) { main { padding: 12px 12px 40px; } .bar { padding: 12px; } .finding-picture { width: 110px; height: 110px; } }
@media print { .safety { color: #000; background: none; border: 2px solid #000; } nav, form, .skip { display: none; } }
`.trimStart()
