// Makes crates/server/assets/outlines.tsv from the country shapes of the npm package world-atlas (Natural Earth 1:110m, public domain).
// npm install world-atlas@2 topojson-client@3 d3-geo@3 i18n-iso-countries@7 && node tools/outlines.mjs > crates/server/assets/outlines.tsv
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const require = createRequire(process.cwd() + "/");
const load = (name) => import(pathToFileURL(require.resolve(name)));
const topojson = require("topojson-client");
const d3 = await load("d3-geo");
const iso = require("i18n-iso-countries");
const world = require("world-atlas/countries-110m.json");

// Equal Earth, 980 wide; `map.rs` projects points in the same way.
const projection = d3.geoEqualEarth().scale(180).translate([490, 240]);
const path = d3.geoPath(projection).digits(1);
// What Natural Earth shows without an ISO number; Kosovo's XKX is the code of our own tables.
const unnumbered = { Kosovo: "XKX" };
const rows = topojson.feature(world, world.objects.countries).features.map((one) => {
  const code = (one.id && iso.numericToAlpha3(one.id)) || unnumbered[one.properties.name] || "";
  return [code, one.properties.name, path(one)].join("\t");
});
process.stdout.write(rows.filter((row) => !row.startsWith("ATA")).sort().join("\n") + "\n");
