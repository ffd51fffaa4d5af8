"""The training and test data in one form.

Every source becomes a list of `Sentence`: words, and of the annotations those that the source has; what it lacks
is None and takes no part in the loss. Labels are collected by `Labels`, so that the same order goes into the weight file.

Sources, all below the shared data folder (see the model card for licences):
  ud/en_ewt-ud-*.conllu        tags, features, lemmas, trees
  ud/en_gum-free-*.conllu      the same, and names drawn from its entity spans
  srl/propbank-ewt-*.jsonl     predicates, roles; speech rolesets give the cues of quotation
  ner/wikigold.conll           names (of every three blocks of ten sentences the third is held out)
  ner/re3d-free.conll          names (the same rule)
  ner/uner-ewt-dev.iob2        names (the same rule)
  gold/*.jsonl                 event triggers, status, actors and recipients
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

NAME_KINDS = ["PER", "ORG", "LOC", "OTHER"]
NAME_LABELS = ["O"] + [f"{p}-{k}" for k in NAME_KINDS for p in "BIES"]
CLASSES = ["AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
           "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"]
STATUSES = ["actual", "future", "hypothetical", "negated"]
EVENT_ROLES = ["none", "actor", "recipient"]
ROLES = ["none", "ARG0", "ARG1", "ARG2", "ARG3", "ARG4", "TMP", "LOC", "NEG", "MOD", "MNR", "CAU", "PRP", "ADV", "DIS",
         "DIR", "GOL", "EXT", "PRD", "COM", "OTHER"]
IGNORE = -100

# PropBank's rolesets of saying: what stands under them is a claim with a speaker.
SPEECH_LIST = Path(__file__).parent.parent / "eval/speech-frames.txt"
SPEECH = {line for line in SPEECH_LIST.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"}


@dataclass
class Sentence:
    """Words and what is known of them. Lists run along the words; None: not annotated here."""

    words: list[str]
    upos: list[str] | None = None
    feats: list[str] | None = None
    lemma: list[str] | None = None
    heads: list[int] | None = None            # index of the head word, -1 for the root
    rels: list[str] | None = None
    names: list[str] | None = None            # NAME_LABELS, "?" where the source doesn't say
    predicates: list[int] | None = None       # word indices
    roles: list[tuple[int, int, str]] | None = None  # (predicate, head word of the argument, role)
    cues: list[int] | None = None             # 0/1 a word
    events: list[dict] | None = None          # trigger, first, end, class, status, actors, recipients (word indices)
    source: str = ""
    key: str = ""
    weight: float = 1.0
    soft: dict = field(default_factory=dict)  # a teacher's scores, for silver sentences


def lemma_script(form: str, lemma: str) -> str:
    """How `lemma` comes from `form`: see the weight file's description of scripts."""
    if form == lemma:
        return "form" if form != form.lower() else "lower"
    if form.lower() == lemma:
        return "lower"
    for keep, base in ((False, form.lower()), (True, form)):
        common = 0
        while common < min(len(base), len(lemma)) and base[common] == lemma[common]:
            common += 1
        if common >= max(1, len(lemma) // 2) and len(base) - common <= 5:
            return f"{'keep' if keep else ''}-{len(base) - common}+{lemma[common:]}"
    return f"={lemma}"


def read_conllu(path: Path, source: str) -> list[Sentence]:
    """Sentences of a CoNLL-U file; ranges and empty nodes are passed over."""
    out, rows, key = [], [], ""
    for line in path.open(encoding="utf-8"):
        line = line.rstrip("\n")
        if line.startswith("# sent_id"):
            key = line.split("=", 1)[1].strip()
        elif not line:
            if rows:
                out.append(conllu_sentence(rows, source, key))
            rows = []
        elif line[0] != "#":
            cells = line.split("\t")
            if cells[0].isdigit():
                rows.append(cells)
    if rows:
        out.append(conllu_sentence(rows, source, key))
    return out


def conllu_sentence(rows: list[list[str]], source: str, key: str) -> Sentence:
    words = [r[1] for r in rows]
    sentence = Sentence(
        words=words,
        upos=[r[3] for r in rows],
        feats=[r[5] for r in rows],
        lemma=[lemma_script(r[1], r[2]) for r in rows],
        heads=[int(r[6]) - 1 for r in rows],
        rels=[r[7] for r in rows],
        source=source,
        key=key,
    )
    if source == "gum":
        sentence.names = gum_names(rows)
    return sentence


GUM_KINDS = {"person": "PER", "organization": "ORG", "place": "LOC"}
NO_NAMES = {"time", "quantity"}  # spans of GUM that are never names, "Tuesday" among them


def gum_names(rows: list[list[str]]) -> list[str]:
    """Names by GUM's entity spans: the run of proper nouns about the head of a span, with the span's kind."""
    open_spans: list[tuple[str, str, int]] = []
    spans: list[tuple[int, int, str]] = []
    for i, r in enumerate(rows):
        entity = next((m[7:] for m in r[9].split("|") if m.startswith("Entity=")), "")
        for piece in re.finditer(r"\(([^()]+)\)?|([^()]+)\)", entity):
            text = piece.group(0)
            if text.startswith("("):
                parts = text.strip("()").split("-")
                if len(parts) > 1:
                    open_spans.append((parts[0], parts[1], i))
                    if text.endswith(")"):
                        ident, kind, start = open_spans.pop()
                        spans.append((start, i + 1, kind))
            else:
                ident = text.rstrip(")")
                for k in range(len(open_spans) - 1, -1, -1):
                    if open_spans[k][0] == ident:
                        _, kind, start = open_spans.pop(k)
                        spans.append((start, i + 1, kind))
                        break
    kinds: list[str | None] = [None] * len(rows)
    firsts, outside = set(), set()
    for start, end, kind in sorted(spans, key=lambda s: s[0] - s[1]):
        heads = [i for i in range(start, end) if not start <= int(rows[i][6]) - 1 < end]
        if kind in NO_NAMES:
            outside.update(range(start, end))
            continue
        if not heads or rows[heads[0]][3] != "PROPN":
            continue
        first = last = heads[0]
        while first > start and rows[first - 1][3] == "PROPN":
            first -= 1
        while last + 1 < end and rows[last + 1][3] == "PROPN":
            last += 1
        while last + 2 < end and rows[last + 1][1] in ("of", "and", "for") and rows[last + 2][3] == "PROPN":
            last += 2
            while last + 1 < end and rows[last + 1][3] == "PROPN":
                last += 1
        name_kind = GUM_KINDS.get(kind, "OTHER")
        for i in range(first, last + 1):
            kinds[i] = name_kind
        firsts.add(first)
    labels = ["O"] * len(rows)
    i = 0
    while i < len(rows):
        if kinds[i] is None:
            if rows[i][3] == "PROPN" and i not in outside:
                labels[i] = "?"
            i += 1
            continue
        j = i + 1
        while j < len(rows) and kinds[j] == kinds[i] and j not in firsts:
            j += 1
        set_name(labels, i, j, kinds[i])
        i = j
    return labels


def set_name(labels: list[str], first: int, end: int, kind: str) -> None:
    """Writes one name, words `first..end`, into BIOES labels."""
    if end - first == 1:
        labels[first] = f"S-{kind}"
        return
    labels[first] = f"B-{kind}"
    labels[end - 1] = f"E-{kind}"
    for i in range(first + 1, end - 1):
        labels[i] = f"I-{kind}"


def bioes(tags: list[str], kinds: dict[str, str]) -> list[str]:
    """Labels of names from tags of any IOB dialect; a kind that `kinds` lacks becomes unknown."""
    labels, i = ["O"] * len(tags), 0
    while i < len(tags):
        j = i + 1
        if tags[i] != "O":
            kind = tags[i].split("-", 1)[1]
            while j < len(tags) and tags[j] == f"I-{kind}":
                j += 1
            if kind in kinds:
                set_name(labels, i, j, kinds[kind])
            else:
                labels[i:j] = ["?"] * (j - i)
        i = j
    return labels


def read_names(path: Path, separator: str | None, columns: tuple[int, int], kinds: dict[str, str], source: str) -> list[Sentence]:
    """Names in columns, of which two hold the word and its label."""
    out, words, tags = [], [], []
    for line in [*path.open(encoding="utf-8"), "\n"]:
        line = line.rstrip("\n")
        cells = line.split(separator)
        if not line.strip():
            if words:
                out.append(Sentence(words=words, names=bioes(tags, kinds), source=source))
            words, tags = [], []
        elif not line.startswith("# ") and len(cells) >= 2 and cells[0] != "-DOCSTART-":
            words.append(cells[columns[0]])
            tags.append(cells[columns[1]])
    return out


def held(index: int) -> bool:
    """Of every three blocks of ten sentences the third is kept for the test."""
    return (index // 10) % 3 == 2


def join_roles(sentences: list[Sentence], path: Path) -> None:
    """Adds PropBank's predicates, roles and speech cues to EWT sentences of the same id and words."""
    by_key = {s.key: s for s in sentences}
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        s = by_key.get(row["sent_id"])
        if s is None or s.words != row["tokens"]:
            continue
        s.predicates, s.roles, s.cues = [], [], [0] * len(s.words)
        for frame in row["frames"]:
            p = frame["pred"]
            s.predicates.append(p)
            if frame["roleset"] in SPEECH:
                s.cues[p] = 1
            for label, first, last in frame["args"]:
                if label == "V" or label.startswith(("R-", "C-")):
                    continue
                role = label.removeprefix("ARGM-") if label.startswith("ARGM-") else label
                role = role if role in ROLES else "OTHER"
                head = span_head(s.heads, first, last + 1)
                if head != p:
                    s.roles.append((p, head, role))


def span_head(heads: list[int], first: int, end: int) -> int:
    """The word of a span whose head lies outside of it (the first such word)."""
    for i in range(first, end):
        if not first <= heads[i] < end:
            return i
    return first


class Labels:
    """Label inventories, in the order of the weight file."""

    def __init__(self, sentences: list[Sentence]):
        def rare_out(items: Counter, least: int, head: list[str]) -> list[str]:
            kept = sorted((k for k, n in items.items() if n >= least and k not in head))
            return head + kept

        self.upos = sorted({t for s in sentences if s.upos for t in s.upos} - {"_"})
        self.feats = rare_out(Counter(t for s in sentences if s.feats for t in s.feats), 4, ["_"])
        self.lemma = rare_out(Counter(t for s in sentences if s.lemma for t in s.lemma), 4, ["lower", "form"])
        self.relations = rare_out(Counter(t for s in sentences if s.rels for t in s.rels), 3, ["root"])

    def groups(self) -> list[dict]:
        """The groups of the tag head, as the weight file names them."""
        return [
            {"name": "upos", "labels": self.upos},
            {"name": "feats", "labels": self.feats},
            {"name": "lemma", "labels": self.lemma},
            {"name": "name", "labels": NAME_LABELS},
            {"name": "cue", "labels": ["no", "yes"]},
            {"name": "predicate", "labels": ["no", "yes"]},
            {"name": "trigger", "labels": ["none", *CLASSES]},
            {"name": "status", "labels": STATUSES},
            {"name": "inside", "labels": ["no", "yes"]},
        ]


def trim_nominal(sentences: list[Sentence]) -> None:
    """re3d marks phrases ("the coalition's forces") beside names: of a phrase the capitalised run is kept as the name,
    without leading titles' certainty; a phrase without capitals becomes unknown."""
    for s in sentences:
        i, n = 0, len(s.words)
        while i < n:
            if s.names[i][0] not in "BS":
                i += 1
                continue
            kind, j = s.names[i][2:], i + 1
            while j < n and s.names[j][0] in "IE":
                j += 1
            words = [k for k in range(i, j) if s.words[k][:1].isupper() and s.words[k].lower() not in ("the", "a", "we", "our", "i")]
            s.names[i:j] = ["?"] * (j - i)
            if words and all(s.words[k] in ("of", "the", "and", "for", "-") or s.words[k][:1].isupper() for k in range(words[0], words[-1] + 1)):
                if i > 0 or len(words) > 1 or s.words[0].isupper():
                    set_name(s.names, words[0], words[-1] + 1, kind)
            i = j


TITLES = set("mr mrs ms miss dr drs prof professor president vice-president premier chancellor minister secretary senator sen rep "
             "representative congressman congresswoman governor gov mayor ambassador sheikh imam pope rev gen general col colonel "
             "lt maj major capt captain sgt sergeant adm admiral judge justice sir lord lady aunt uncle commander petty officer "
             "spokesman spokeswoman spokesperson chairman chairwoman prime foreign defense defence deputy".split())
ARTICLES_OF_NAMES = {"al", "el", "ash", "as", "ar", "an", "at", "az", "ad", "ul"}  # "al - Sadr" is one name


def tidy_names(s: Sentence) -> None:
    """Brings names of all sources to one manner: no title before a person, an Arabic article and its word together."""
    labels, n, i = s.names, len(s.words), 0
    while i < n:
        if labels[i][0] not in "BS":
            i += 1
            continue
        kind, j = labels[i][2:], i + 1
        while j < n and labels[j][0] in "IE" and labels[i][0] == "B":
            j += 1
        first = i
        while kind == "PER" and first < j and s.words[first].lower().rstrip(".") in TITLES:
            first += 1
        while j + 1 < n and s.words[j - 1].lower() in ARTICLES_OF_NAMES and s.words[j] in ("-", "–") and s.words[j + 1][:1].isupper():
            j += 2
        if first == j:
            labels[i:j] = ["O"] * (j - i)
        else:
            labels[i:first] = ["O"] * (first - i)
            set_name(labels, first, j, kind)
        i = j


RE3D_KINDS = {"Organisation": "ORG", "Person": "PER", "Location": "LOC"}
UNER_KINDS = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "OTH": "OTHER"}
WIKIGOLD_KINDS = {"ORG": "ORG", "PER": "PER", "LOC": "LOC", "MISC": "OTHER"}


def load(shared: Path) -> dict[str, list[Sentence]]:
    """All gold sources but the event documents, by name."""
    sets = {}
    for part in ("train", "dev"):
        sets[f"ewt-{part}"] = read_conllu(shared / f"ud/en_ewt-ud-{part}.conllu", "ewt")
        join_roles(sets[f"ewt-{part}"], shared / f"srl/propbank-ewt-{part}.jsonl")
        sets[f"gum-{part}"] = read_conllu(shared / f"ud/en_gum-free-{part}.conllu", "gum")
    wikigold = read_names(shared / "ner/wikigold.conll", None, (0, -1), WIKIGOLD_KINDS, "wikigold")
    re3d = read_names(shared / "ner/re3d-free.conll", "\t", (0, -1), RE3D_KINDS, "re3d")
    for name, rows in (("wikigold", wikigold), ("re3d", re3d)):
        if name == "re3d":
            trim_nominal([s for i, s in enumerate(rows) if not held(i)])
        sets[f"{name}-train"] = [s for i, s in enumerate(rows) if not held(i)]
        sets[f"{name}-held"] = [s for i, s in enumerate(rows) if held(i)]
    uner = read_names(shared / "ner/uner-ewt-dev.iob2", "\t", (1, 2), UNER_KINDS, "uner")
    sets["uner-train"] = [s for i, s in enumerate(uner) if not held(i)]
    sets["uner-held"] = [s for i, s in enumerate(uner) if held(i)]
    return sets
