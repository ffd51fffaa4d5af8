"""Towns under 15,000 people and rare spellings of larger ones, for places.py.

Their names are many, and half of them are also a person's, a firm's or another town's; the coder reads them only where
the text says that a place of that state is meant (DESIGN.md, "Which Tripoli?"). So the rules here ask only whether a name
could stand in English text: GeoNames lists every spelling of every language, without saying which language it is.
"""

import difflib
import re

# Letters, spaces, points and hyphens; GeoNames also has "San José (El Chico)", "Zürich / City" and "Sector 7".
NAME = re.compile(r"[^\W\d_][^\W\d_. '-]*(?:['. -]+[^\W\d_. '-]+)*\.?")
# Longest name, in letters.
LONGEST = 40

MONTHS = ("April", "August", "June", "May")

# States whose press names the division with a town ("Surfside, Florida"). Most of their towns have a family's name, or
# that of another place.
NAMES_DIVISION = ("CA", "US")

# Words for the kind of place, in the languages of other states.
KIND = re.compile(
    r"\b(?:amphoe|aul|ban|chen|chengguan|ciudad|city|cun|gorod|hsiang|jiedao|kampong|kampung|khutor|kota|koyu|mahalle|"
    r"muang|mueang|municipality|nongchang|poselok|qu|raion|rayon|sala|selo|shi|stanitsa|titik|town|village|xiang|zhen)\b")

# States that write Latin letters and whose names reach English as they are; other spellings are other languages'.
UNCHANGED = set("AD AL AT AU BE CA CH CZ DE DK EE ES FI FR GB HR HU IE IS IT LI LT LU LV MT NL NO NZ PL PT RO SE SI SK TR "
                "US".split())
# States where two spellings of one name differ by a letter or two: in the rest whole systems of transliteration do.
CLOSE, LATIN_CLOSE = 0.6, 0.8

# Letters by which German, Polish, French and the scholars' systems of transliteration are known, not English.
FOREIGN = re.compile("sch|cz|sz|tch")
# Russian or Latvian spellings of Latin names.
RESPELT = ("kh", "zh", "j", "sh", "k", "y", "w", "x", "ts", "dz", "eh")
ENDINGS = ("as", "is", "us")
MARKED = re.compile("[čšžćđłńśźżąęěřťďňůğşıçöüåäøæß]")
# What names of Latin America, Africa and South-East Asia are written with.
ROMANCE = re.compile(r"[a-zàáâãçèéêëíîïñóôõöúü. -]+")

ARABIC = set("AE BH DJ DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SO SY TN YE".split())
ARTICLE = re.compile(r"(?:A[ldnrstzţşḑ]|Ash|Ath|Adh|Az̧|El|Ech|Es)[ -](?=.{3})")
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"}
ABBREVIATED = [("Saint ", "St. "), ("Saint ", "St "), ("Sainte ", "Ste. "), ("St. ", "St "), ("St. ", "Saint "),
               ("St ", "St. "), ("St ", "Saint "), ("Mount ", "Mt. "), ("Fort ", "Ft. ")]


def usable(name):
    """A name without GeoNames' marks for letters that English lacks, or nothing where it is no name."""
    plain = re.sub("[’ʼ`]", "'", name).strip("‘' ").replace("‘", "")
    fits = NAME.fullmatch(plain) and 3 <= len(plain) <= LONGEST and not plain.isupper() and plain not in MONTHS
    return plain if fits else ""


def respelt(name, state):
    """The same name as the press also writes it."""
    out = []
    if "'" in name and state not in UNCHANGED:
        # An apostrophe for a soft sign or an ayn.
        out.append(name.replace("'", ""))
    if "-" in name:
        out.append(name.replace("-", " "))
    if state in ("AT", "CH", "DE"):
        out.append("".join(UMLAUTS.get(c, c) for c in name))
    if state in ARABIC:
        stem = ARTICLE.sub("", name)
        if stem != name:
            out.append("al-" + stem)
        out.append(re.sub(r"ah\b", "a", name))
    out += [new + name[len(old):] for old, new in ABBREVIATED if name.startswith(old)]
    return [one for one in out if one != name]


def alike(other, own, city):
    """Whether a spelling, folded as `own` is, can be another way of writing the name in English."""
    key, state, ascii_name = other["key"], city["countrycode"], own.replace(" ", "")
    if key.replace(" ", "") == ascii_name:
        return True
    if state in UNCHANGED or KIND.search(key):
        return False
    latin = other["latin"]
    if latin:
        if not ROMANCE.fullmatch(other["name"].lower()) or any(part in key and part not in own for part in RESPELT):
            return False
        if any(key.endswith(end) and not own.endswith(end) for end in ENDINGS):
            return False
    else:
        if MARKED.search(other["name"].lower()) and not MARKED.search(city["name"].lower()):
            return False
        if any(letter in key and letter not in own for letter in "jwx") or FOREIGN.search(key):
            return False
        # Wade and Giles's hyphens; news writes pinyin.
        if state == "CN" and "-" in other["name"]:
            return False
    least = LATIN_CLOSE if latin else CLOSE
    return difflib.SequenceMatcher(None, key, own, autojunk=False).ratio() >= least


def rare_names(city, known, taken, key_of, ascii_of, latin):
    """Spellings of a town's name beside the `known` ones; none that is in `taken`, which other towns and words have."""
    own = key_of(city["name"])
    out, seen = [], {phrase(name, ascii_of) for name in known}

    def add(name):
        if usable(name) and phrase(name, ascii_of) not in seen:
            seen.add(phrase(name, ascii_of))
            out.append(name)

    for name in known:
        for one in respelt(name, city["countrycode"]):
            add(one)
    for other in city["alternatenames"]:
        plain, key = ascii_of(other), key_of(other)
        # The last word too has a capital: "Mexico by" is Danish.
        if re.fullmatch(r"(?=.{4,40}$)(?:[A-Z].*[ -])?[A-Z][A-Za-z.]*", plain) and not plain.isupper() and (key == own or key not in taken):
            if alike({"name": other, "key": key, "latin": latin}, own, city):
                add(plain)
    return out


def phrase(name, ascii_of):
    """A name as the matcher reads it: its words, hyphens among them."""
    return tuple(re.findall(r"[a-z0-9]+|-|'", ascii_of(name).lower()))
