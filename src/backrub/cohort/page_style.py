"""How the report looks: the colours of the pages, by day and in the evening, and nothing from elsewhere."""

from __future__ import annotations

from typing import Final

STYLE: Final = """
:root { color-scheme: light dark; --ground: #FAF5EC; --surface: #FFFDF8; --ink: #2A1E15; --ink2: #5A4838;
  --line: #DDCFBC; --edge: #8A745E; --sage: #46622B; --stop: #B3261E; --lamp: #4A2C12; --focus: #1D4E66; }
@media (prefers-color-scheme: dark) { :root { --ground: #120D0A; --surface: #1E1712; --ink: #F2DFC6;
  --ink2: #CDB79C; --line: #4A3D31; --edge: #8C7762; --sage: #A9C08A; --stop: #FF7A5C; --lamp: #F0A94B;
  --focus: #FFE9C2; } }
body { margin: 0; background: var(--ground); color: var(--ink);
  font: 500 18px/1.3 "Atkinson Hyperlegible Next", system-ui, sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 60rem; margin: 0 auto; padding: 32px 16px 64px; }
h1 { font-size: 32px; font-weight: 650; letter-spacing: -.02em; }
h2 { font-size: 24px; font-weight: 650; margin: 48px 0 12px; }
.answer { background: var(--surface); border-left: 8px solid var(--sage); border-radius: 14px;
  padding: 16px 24px; }
.answer.over { border-color: var(--stop); }
.wide { overflow-x: auto; margin: 16px 0; }
.wide:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
table { border-collapse: collapse; font-size: 16px; min-width: 100%; }
caption { text-align: left; color: var(--ink2); padding: 4px 0 8px; }
caption span { display: inline-block; position: sticky; left: 0; max-width: min(58rem, calc(100vw - 32px)); }
th, td { text-align: right; padding: 6px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 650; }
td, thead .short { white-space: nowrap; }
td.words { text-align: left; }
th[scope=row], th:first-child { text-align: left; min-width: 12rem; padding-left: 0; }
th[scope=row] { position: sticky; left: 0; background: var(--ground); }
@media (max-width: 600px) { th[scope=row], th:first-child { min-width: 8rem; } }
figure { margin: 16px 0; }
svg { width: 100%; height: auto; max-width: 620px; }
svg text { fill: var(--ink); font-size: 15px; paint-order: stroke; stroke: var(--ground); stroke-width: 4px; }
svg .grid { stroke: var(--line); }
svg .limit { stroke: var(--stop); stroke-width: 3; stroke-dasharray: 8 4; }
svg .half { stroke: var(--ink); stroke-width: 3; }
svg .fine { fill: var(--sage); }
svg .over { fill: var(--stop); }
code { font-size: 16px; overflow-wrap: anywhere; }
@media print { :root { --ground: #FFFFFF; } }
"""
