/** The look of a comparison report: one column of text, wide figures, prints well. */
export const REPORT_STYLE = `
:root { color-scheme: light; --ink: #1c2127; --soft: #5b6570; --line: #d9dee3 }
* { box-sizing: border-box }
body { margin: 0; background: #fff; color: var(--ink); font: 15px/1.5 "Source Serif 4", Charter, Georgia, serif }
main { max-width: 1080px; margin: 0 auto; padding: 40px 28px 80px }
h1 { font-size: 26px; line-height: 1.2; margin: 0 0 6px }
h2 { font-size: 18px; margin: 40px 0 10px; border-bottom: 1px solid var(--line); padding-bottom: 4px }
h3 { font: 600 13px/1.3 system-ui, sans-serif; margin: 0 0 6px; display: flex; gap: 6px; align-items: center }
header p, figcaption, .grids p { color: var(--soft); font: 13px/1.5 system-ui, sans-serif; margin: 6px 0 0 }
figure { margin: 0 }
figure > svg { width: 100%; height: auto; display: block }
figure > svg.half { max-width: 760px }
.key { width: 34px; height: 12px; flex: none; vertical-align: -1px }
.entry { white-space: nowrap; margin-right: 14px }
.grids { display: grid; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); gap: 22px }
.grids img { width: 100%; image-rendering: pixelated; border: 1px solid var(--line); display: block }
.wide { overflow-x: auto }
table { border-collapse: collapse; font: 12.5px/1.4 system-ui, sans-serif; font-variant-numeric: tabular-nums; width: 100% }
th, td { text-align: right; padding: 5px 6px; border-bottom: 1px solid var(--line); white-space: nowrap }
th { white-space: normal; vertical-align: bottom; font-weight: 600 }
th:nth-child(-n+3), td:nth-child(-n+3) { text-align: left }
table.classes th:nth-child(3), table.classes td:nth-child(3) { text-align: right }
td small { display: block; color: var(--soft) }
details { font: 12.5px/1.5 system-ui, sans-serif; margin: 4px 0 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 14px; margin: 6px 0 14px }
dt { color: var(--soft) }
dd { margin: 0; overflow-wrap: anywhere }
@media print { section { break-inside: avoid } main { padding: 0 } }
`
