/** The style sheet of all emulator pages; the accent colour is the custom property `--accent`. */
export const pageStyle = `
:root{color-scheme:light dark;--ink:#1b1f24;--soft:#57606a;--line:#d5dae0;--paper:#fff;--ground:#f4f6f8;--good:#0a6640;--bad:#a3211f;--link:var(--accent)}
@media(prefers-color-scheme:dark){:root{--ink:#e8ebee;--soft:#a4adb6;--line:#3a424b;--paper:#1d2228;--ground:#14181c;--good:#58c997;--bad:#ff8f8a;--link:#8ec2ff}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--ink);background:var(--ground)}
.strip{margin:0;padding:.3rem 1rem;background:#ffd84d;color:#2b2300;font-size:.85rem;text-align:center}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:center;padding:.6rem 1rem;background:var(--accent);color:#fff}
header nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem}
header a{color:#fff;text-decoration:none;padding:.25rem 0;border-bottom:2px solid transparent}
header a:hover,header a[aria-current]{border-bottom-color:#fff}
.brand{font-size:1.1rem}
main{max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0 1rem}
h2{font-size:1.15rem;margin:1.75rem 0 .5rem}
a{color:var(--link)}
.card,form.card{background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:1rem;margin:0 0 1rem}
.field{display:block;margin:0 0 .9rem}
.field>span{display:block;font-weight:600}
.field>small{display:block;color:var(--soft)}
input:not([type=checkbox]):not([type=radio]),select,textarea{width:100%;max-width:32rem;padding:.5rem .6rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--soft);border-radius:6px}
input[type=checkbox],input[type=radio]{width:1.1rem;height:1.1rem;accent-color:var(--accent);flex:none;margin-top:.25rem}
.check{display:flex;min-width:0;overflow-wrap:anywhere;gap:.5rem;align-items:flex-start;margin:.3rem 0}
.checks{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(13rem,100%),1fr));gap:0 1rem;margin-bottom:.9rem}
fieldset{min-width:0;border:1px solid var(--line);border-radius:8px;margin:0 0 1rem;padding:.75rem 1rem}
legend{font-weight:600;padding:0 .3rem}
button,.button{display:inline-block;padding:.5rem 1rem;font:inherit;font-weight:600;color:#fff;background:var(--accent);border:1px solid var(--accent);border-radius:6px;cursor:pointer;text-decoration:none}
button.quiet,.button.quiet{color:var(--ink);background:transparent;border-color:var(--soft)}
button.danger{background:#a3211f;border-color:#a3211f}
.actions{display:flex;flex-wrap:wrap;gap:.5rem;margin:.5rem 0}
.actions form{margin:0}
:focus-visible{outline:3px solid #1f6feb;outline-offset:2px}
header :focus-visible{outline-color:#fff}
.scroll{overflow-x:auto;background:var(--paper);border:1px solid var(--line);border-radius:8px;margin:0 0 1rem}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.5rem .75rem;border-bottom:1px solid var(--line);vertical-align:top}
tbody tr:last-child td{border-bottom:0}
th{font-size:.85rem;color:var(--soft)}
.empty{color:var(--soft);background:var(--paper);border:1px dashed var(--line);border-radius:8px;padding:1rem}
.tag{display:inline-block;padding:0 .5rem;border:1px solid currentColor;border-radius:1rem;font-size:.85rem;white-space:nowrap}
.tag.good{color:var(--good)}.tag.bad{color:var(--bad)}.tag.soft{color:var(--soft)}
.notice{padding:.6rem .9rem;border-left:4px solid var(--good);background:var(--paper)}
.notice.bad{border-color:var(--bad)}
code,pre,.secret{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.9em;overflow-wrap:anywhere}
pre{white-space:pre-wrap;background:var(--paper);border:1px solid var(--line);border-radius:8px;padding:.75rem;max-height:24rem;overflow:auto}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:0 0 1rem}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
object,iframe{display:block;width:100%;height:32rem;border:0;border-radius:8px;background:#fff}
@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.5rem}object,iframe{height:22rem}}
`;
