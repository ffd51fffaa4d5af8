#!/usr/bin/env python3
"""Makes knowledge/lexicon/words.tsv: word forms, their parts of speech, their lemma.

    python3 training/lexicon.py --data DATA --wordnet /usr/share/wordnet --out knowledge/lexicon/words.tsv

DATA is a folder with
    ud/*train.conllu    Universal Dependencies treebanks with Penn tags in XPOS (EWT, GUM)
    news/*.jsonl        official texts and news, one JSON object a line with a "text"
WordNet is the folder of Princeton WordNet 3.0's database files (Debian: wordnet-base).

Four sources are added up, in this order of trust:
    1. the tags that people gave to the words of the treebanks;
    2. the tags that an averaged perceptron, trained here on the same treebanks, gives to the news
       ("silver": it brings the words of diplomacy and war, and how the press uses them);
    3. the words of lexicon_words.txt with their inflected forms;
    4. for words that none of these has: the parts of speech WordNet lists, with its counts, and the
       inflected forms that follow by rule.
Only counts are written, never a sentence. Python's standard library is all that is needed; the same
input gives the same file. Two minutes on one core.
"""

import argparse
import collections
import glob
import json
import os
import random
import re
import sys

SILVER_CAP = 60        # silver occurrences of one form are scaled down to weigh at most this many gold ones
SILVER_WEIGHT = 0.5    # weight of one silver occurrence below the cap
LEAST_SHARE = 0.02     # a tag with a smaller share of a form is taken for a slip and dropped
NEWS_LEAST = 3         # a form must be seen this often in the news to enter on silver alone
NAME_LEAST_GOLD = 4    # a pure name enters only if seen this often in the treebanks
NAME_LEAST_NEWS = 25   # ... or in the news; any other capitalised word is read as a name by its shape
TOTAL_FORMS = 39000    # WordNet fills the file up to this many forms

OPEN = {"NN", "NNS", "VB", "VBP", "VBZ", "VBD", "VBN", "VBG", "JJ", "JJR", "JJS", "RB", "RBR", "NNP", "NNPS"}
SKIPPED_TAGS = {"GW", "ADD", "XX", "NFP", "AFX", "LS", "SYM", "-LRB-", "-RRB-", "``", "''", ",", ".", ":", "HYPH", "$"}
NAMES = {"NNP", "NNPS"}


# ---------------------------------------------------------------- reading

def read_conllu(path, skip_typos=False):
    """Sentences of a treebank as lists of (form, tag, lemma); a misspelt word's tag is XX."""
    sentence = []
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) == 10 and columns[0].isdigit():
                tag = "XX" if skip_typos and "Typo=Yes" in columns[5] else columns[4]
                sentence.append((plain_quotes(columns[1]), tag, columns[2]))
            elif not line.strip() and sentence:
                yield sentence
                sentence = []
    if sentence:
        yield sentence


def plain_quotes(word):
    return word.replace("\u2019", "'").replace("\u2018", "'")


TOKEN = re.compile(
    r"[A-Za-z]\.(?:[A-Za-z]\.)+|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Maj|Sgt|Capt|Adm|St|No|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec|vs|Inc|Corp|Co|Ltd|Jr|Sr)\."
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?"
    r"|[^\W\d_]+(?=n't\b)|n't\b|'(?:s|re|ve|ll|d|m|S)\b|[^\W\d_]+|\.\.\.|--|\S")
SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!Mr\.)(?<!Ms\.)(?<!Dr\.)(?<!Gen\.)(?<!Sen\.)[\"'\u201d)]*\s+(?=[\"'\u201c(]?[A-Z])")


def news_sentences(path, limit):
    """Tokenised sentences of a corpus until `limit` words have been given.

    Whole documents are taken at even steps through the file, so that all its years are seen.
    """
    with open(path, encoding="utf-8") as lines:
        documents = [json.loads(line)["text"] for line in lines]
    total = sum(text.count(" ") + 1 for text in documents)
    step = max(1.0, total / max(1, limit))
    at = 0.0
    while at < len(documents):
        for line in documents[int(at)].split("\n"):
            for sentence in SENTENCE_END.split(plain_quotes(line)):
                tokens = TOKEN.findall(sentence)
                if len(tokens) > 3:
                    yield tokens
        at += step


# ---------------------------------------------------------------- the perceptron

class Perceptron:
    """Averaged perceptron over greedy left-to-right features (Collins 2002)."""

    def __init__(self):
        self.weights = {}
        self.known = {}
        self.tags = []

    @staticmethod
    def shape(word):
        if word[0].isdigit():
            return "d"
        if len(word) > 1 and word.isupper():
            return "A"
        if word[0].isupper():
            return "a"
        return "l"

    def features(self, index, words, lower, previous, before):
        word, low = words[index], lower[index]
        left = lower[index - 1] if index else "<s>"
        right = lower[index + 1] if index + 1 < len(words) else "</s>"
        return (
            "b", "w" + low, "3" + low[-3:], "2" + low[-2:], "1" + low[-1:], "p" + low[:1],
            "s" + self.shape(word) + ("^" if index == 0 else ""),
            "t" + previous, "u" + before + " " + previous, "v" + previous + " " + low,
            "l" + left, "k" + left[-3:], "m" + (lower[index - 2] if index > 1 else "<s>"),
            "r" + right, "q" + right[-3:],
            "n" + (lower[index + 2] if index + 2 < len(words) else "</s>"),
            "h" + str("-" in word) + self.shape(words[index + 1] if index + 1 < len(words) else "."),
        )

    def best(self, features):
        scores = collections.defaultdict(float)
        for feature in features:
            for tag, weight in self.weights.get(feature, {}).items():
                scores[tag] += weight
        return max(self.tags, key=lambda tag: (scores[tag], tag))

    def tag(self, words):
        lower = [word.lower() for word in words]
        previous, before, out = "<s>", "<s>", []
        for index, word in enumerate(words):
            tag = self.known.get(word) or self.best(self.features(index, words, lower, previous, before))
            out.append(tag)
            before, previous = previous, tag
        return out

    def train(self, sentences, rounds=6, seed=1):
        seen = collections.defaultdict(collections.Counter)
        for sentence in sentences:
            for word, tag, _ in sentence:
                seen[word][tag] += 1
        self.tags = sorted({tag for counts in seen.values() for tag in counts})
        for word, counts in seen.items():
            tag, count = counts.most_common(1)[0]
            total = sum(counts.values())
            if total >= 20 and count / total >= 0.99:
                self.known[word] = tag
        totals, stamps, now = collections.defaultdict(float), collections.defaultdict(int), 0
        order, rng = list(sentences), random.Random(seed)
        for round_number in range(rounds):
            right = count = 0
            for sentence in order:
                words = [word for word, _, _ in sentence]
                lower = [word.lower() for word in words]
                previous = before = "<s>"
                for index, (word, truth, _) in enumerate(sentence):
                    guess = self.known.get(word)
                    if guess is None:
                        features = self.features(index, words, lower, previous, before)
                        guess = self.best(features)
                        now += 1
                        if guess != truth:
                            for feature in features:
                                row = self.weights.setdefault(feature, {})
                                for tag, change in ((truth, 1.0), (guess, -1.0)):
                                    key = (feature, tag)
                                    weight = row.get(tag, 0.0)
                                    totals[key] += (now - stamps[key]) * weight
                                    stamps[key] = now
                                    row[tag] = weight + change
                    right += guess == truth
                    count += 1
                    before, previous = previous, guess
            print(f"perceptron round {round_number + 1}: {right / count:.4f}", file=sys.stderr, flush=True)
            rng.shuffle(order)
        for feature, row in self.weights.items():
            for tag in list(row):
                key = (feature, tag)
                average = (totals[key] + (now - stamps[key]) * row[tag]) / max(1, now)
                if abs(average) < 1e-4:
                    del row[tag]
                else:
                    row[tag] = average


# ---------------------------------------------------------------- WordNet

class WordNet:
    """Lemmas by part of speech with their counts, and the exceptions to regular inflection."""

    FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}

    def __init__(self, folder):
        self.lemmas = {part: {} for part in self.FILES}
        self.base = {part: {} for part in self.FILES}        # inflected form -> lemma
        self.irregular = {part: collections.defaultdict(set) for part in self.FILES}
        for part, name in self.FILES.items():
            with open(os.path.join(folder, "index." + name), encoding="ascii") as lines:
                for line in lines:
                    if line.startswith(" "):
                        continue
                    lemma = line.split(" ", 1)[0]
                    if re.fullmatch(r"[a-z]+", lemma):
                        self.lemmas[part][lemma] = 0
            with open(os.path.join(folder, name + ".exc"), encoding="ascii") as lines:
                for line in lines:
                    form, *bases = line.split()
                    if bases and form.isalpha() and bases[0] in self.lemmas[part]:
                        self.base[part].setdefault(form, bases[0])
                        self.irregular[part][bases[0]].add(form)
        # Words that WordNet writes with a capital are names: the data files keep the case.
        self.capital = set()
        for part, name in self.FILES.items():
            lower = set()
            upper = set()
            with open(os.path.join(folder, "data." + name), encoding="utf-8", errors="replace") as lines:
                for line in lines:
                    if line.startswith(" "):
                        continue
                    columns = line.split(" ")
                    count = int(columns[3], 16)
                    for word in columns[4:4 + 2 * count:2]:
                        word = word.split("(")[0]
                        (upper if word[:1].isupper() else lower).add(word.lower())
            self.capital |= {(part, word) for word in upper - lower}
        numbers = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
        with open(os.path.join(folder, "cntlist.rev"), encoding="ascii") as lines:
            for line in lines:
                key, _, count = line.split()
                lemma, kind = key.split("%")
                part = numbers[kind[0]]
                if lemma in self.lemmas[part]:
                    self.lemmas[part][lemma] += int(count)

    def lemma(self, form, tag):
        """The lemma of a lower-cased form under a Penn tag."""
        part = {"N": "n", "V": "v", "J": "a", "R": "r"}.get(tag[0])
        if part is None or tag in ("RP",):
            return form
        if tag in ("NN", "VB", "VBP", "JJ", "RB"):
            return form
        if form in self.base[part]:
            return self.base[part][form]
        endings = {
            "NNS": [("ies", "y"), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("zes", "z"), ("s", "")],
            "VBZ": [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("zzes", "zz"), ("s", "")],
            "VBD": [("ied", "y"), ("ed", "e"), ("ed", "")], "VBN": [("ied", "y"), ("ed", "e"), ("ed", "")],
            "VBG": [("ying", "ie"), ("ing", "e"), ("ing", "")],
            "JJR": [("ier", "y"), ("er", "e"), ("er", "")], "JJS": [("iest", "y"), ("est", "e"), ("est", "")],
            "RBR": [("ier", "y"), ("er", "e"), ("er", "")], "RBS": [("est", "")],
        }.get(tag, [])
        candidates = [form[:-len(old)] + new for old, new in endings if form.endswith(old) and len(form) > len(old) + 1]
        doubled = [stem[:-1] for stem in candidates if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sz"]
        known = [word for word in candidates + doubled if word in self.lemmas[part]]
        if known:
            return max(known, key=lambda word: (self.lemmas[part][word], -len(word)))
        return candidates[-1] if candidates and tag[0] in "NV" else form

    def forms(self, part, lemma):
        """(form, tag) of every inflected form of a lemma."""
        strange = self.irregular[part].get(lemma, set())
        if part == "n":
            yield lemma, "NN"
            plurals = strange or {plural(lemma)}
            for form in sorted(plurals):
                yield form, "NNS"
        elif part == "v":
            yield lemma, "VB"
            yield plural(lemma), "VBZ"
            stem = lemma[:-1] if lemma.endswith("e") and not lemma.endswith("ee") else lemma
            ing = [form for form in strange if form.endswith("ing")]
            past = [form for form in strange if not form.endswith("ing")]
            if lemma.endswith("y") and lemma[-2:-1] not in "aeiou":
                regular = lemma[:-1] + "ied"
            else:
                regular = stem + "ed"
            for form in sorted(ing) or [stem + "ing"]:
                yield form, "VBG"
            for form in sorted(past) or [regular]:
                yield form, "VBD"
                yield form, "VBN"
        elif part == "a":
            yield lemma, "JJ"
            for form in sorted(strange):
                yield form, "JJS" if form.endswith("st") else "JJR"
        else:
            yield lemma, "RB"


def plural(word):
    if re.search(r"(s|x|z|ch|sh)$", word):
        return word + "es"
    if re.search(r"[^aeiou]y$", word):
        return word[:-1] + "ies"
    return word + "s"


# ---------------------------------------------------------------- adding up

def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True, help="folder with ud/ and news/")
    parser.add_argument("--wordnet", default="/usr/share/wordnet", help="folder of WordNet's database files")
    parser.add_argument("--out", required=True, help="the file to write")
    parser.add_argument("--wanted", default=os.path.join(os.path.dirname(__file__), "lexicon_words.txt"))
    parser.add_argument("--words", type=int, default=1_600_000, help="words of news to tag, in all")
    options = parser.parse_args()

    wordnet = WordNet(options.wordnet)
    sentences = [sentence for path in sorted(glob.glob(os.path.join(options.data, "ud", "*train.conllu")))
                 for sentence in read_conllu(path, skip_typos=True)]
    gold = collections.defaultdict(collections.Counter)
    lemmas = collections.defaultdict(collections.Counter)
    shouted = collections.defaultdict(collections.Counter)     # words in capitals: only counted where nothing else is known
    lower_seen = collections.Counter()       # how often a form is written without a capital
    capital_seen = collections.Counter()     # how often with one, inside a sentence
    for sentence in sentences:
        for index, (word, tag, lemma) in enumerate(sentence):
            if tag in SKIPPED_TAGS or not re.search(r"[^\W\d_]", word):
                continue
            form = word.lower()
            if len(word) > 1 and word.isupper():
                shouted[form][tag] += 1
                continue
            gold[form][tag] += 1
            lemmas[form, tag][lemma] += 1
            if not word[0].isupper():
                lower_seen[form] += 1
            elif index:
                capital_seen[form] += 1

    model = Perceptron()
    model.train(sentences)
    silver = collections.defaultdict(collections.Counter)
    paths = sorted(glob.glob(os.path.join(options.data, "news", "*.jsonl")))
    sizes = {path: os.path.getsize(path) for path in paths}
    for path in paths:
        limit = options.words * sizes[path] // sum(sizes.values())
        for words in news_sentences(path, limit):
            tags = model.tag(words)
            for index, (word, tag) in enumerate(zip(words, tags)):
                if tag in SKIPPED_TAGS or not re.fullmatch(r"[^\W\d_]+(\.[A-Za-z.]*)?", word):
                    continue
                form = word.lower()
                if len(word) > 1 and word.isupper():
                    shouted[form][tag] += 1
                    continue
                if tag in OPEN:
                    silver[form][tag] += 1
                if not word[0].isupper():
                    lower_seen[form] += 1
                elif index:
                    capital_seen[form] += 1
        print("tagged", os.path.basename(path), file=sys.stderr, flush=True)

    for form, tags in shouted.items():
        if form not in gold and form not in silver and tags.most_common(1)[0][0] == "NNP":
            silver[form] = tags
    counts = {}
    for form in sorted(set(gold) | set(silver)):
        by_hand, by_model = gold.get(form, {}), silver.get(form, {})
        seen_by_hand, seen_by_model = sum(by_hand.values()), sum(by_model.values())
        # Forms are cut as the tokeniser cuts a text: no hyphen inside, a full stop only in letters with dots ("u.s.").
        if not re.fullmatch(r"'?[^\W\d_]+('[^\W\d_]+)*|([^\W\d_]\.){2,}", form) or len(form) > 24:
            continue
        names_only = not (set(by_hand) | set(by_model)) - NAMES
        if names_only and seen_by_hand < NAME_LEAST_GOLD and seen_by_model < NAME_LEAST_NEWS:
            continue
        if seen_by_hand == 0 and seen_by_model < NEWS_LEAST:
            continue
        weight = min(SILVER_WEIGHT, SILVER_CAP / seen_by_model) if seen_by_model else 0.0
        tags = collections.Counter()
        for tag, count in by_hand.items():
            tags[tag] += count
        for tag, count in by_model.items():
            # A tag that no person gave to a word that people tagged often, or that the model
            # gave once in a while, is more likely a slip.
            if tag not in by_hand and tag not in NAMES and (seen_by_hand >= 8 or count < 0.06 * seen_by_model):
                continue
            # A capital does not make a word a name where the press writes it without one.
            if tag in NAMES and seen_by_hand == 0 and lower_seen[form] > count:
                continue
            tags[tag] += count * weight
        if tags:
            counts[form] = tags

    capital = {form for form, count in capital_seen.items() if count > 4 * lower_seen[form]}
    add_wordnet(counts, wordnet, list(read_wanted(options.wanted)), capital)
    write(options.out, counts, lemmas, wordnet, lower_seen, capital_seen)


def add_wordnet(counts, wordnet, wanted, capital):
    """Adds the words that must be there, the readings that counts lack, then WordNet's most used lemmas."""
    for part, lemma in wanted:
        for form, tag in wordnet.forms(part, lemma):
            entry = counts.setdefault(form, collections.Counter())
            if tag not in entry:
                entry[tag] += 0.05 * sum(entry.values()) or (0.4 if tag == "VBN" else 0.6)
    ranked = sorted(((count, part, lemma) for part, lemmas in wordnet.lemmas.items()
                     for lemma, count in lemmas.items() if (part, lemma) not in wordnet.capital),
                    key=lambda entry: (-entry[0], entry[2], entry[1]))
    # A known form's missing readings: small, so that they serve rules ("may be a verb") and never lead.
    for count, part, lemma in ranked:
        for form, tag in wordnet.forms(part, lemma):
            entry = counts.get(form)
            if count < 1 or not entry or tag in entry or len(form) < 3 or tag not in OPEN or form in capital:
                continue
            leading = max(entry, key=lambda known: entry[known])
            total = sum(entry.values())
            if leading in OPEN and (total < 8 or count > 4):
                entry[tag] += (0.1 if total < 4 else 0.03) * total
    fresh = collections.defaultdict(collections.Counter)
    for count, part, lemma in ranked:
        if len(counts) + len(fresh) >= TOTAL_FORMS:
            break
        for form, tag in wordnet.forms(part, lemma):
            if form not in counts and len(form) > 2:
                fresh[form][tag] += (count + 1) * (0.6 if tag in ("VBD", "VBG", "VB") else 0.4 if tag == "VBN" else 1.0)
    counts.update(fresh)


def read_wanted(path):
    """(part of speech, lemma) of the words that must be there."""
    parts = {"noun": "n", "verb": "v", "adjective": "a", "adverb": "r"}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if ":" in line and not line.startswith("#"):
                name, words = line.split(":", 1)
                for word in words.split():
                    yield parts[name], word


def write(path, counts, lemmas, wordnet, lower_seen, capital_seen):
    lines = []
    for form in sorted(counts):
        tags = dict(counts[form])
        if "VB" in tags and "VBP" not in tags:
            tags["VBP"] = 0.2 * tags["VB"]
        if form.endswith("ed") and ("VBD" in tags or "VBN" in tags):
            # Past and participle of a regular verb are one form: neither may be ruled out.
            least = 0.1 * sum(tags.values())
            tags["VBD"], tags["VBN"] = max(tags.get("VBD", 0), least), max(tags.get("VBN", 0), least)
        if form.endswith("ly") and form in wordnet.lemmas["n"] and form not in wordnet.lemmas["r"]:
            tags = {tag: count for tag, count in tags.items() if tag != "RB"} or tags
        total = sum(tags.values())
        ranked = sorted(((count / total, tag) for tag, count in tags.items()), key=lambda entry: (-entry[0], entry[1]))
        kept = [(share, tag) for share, tag in ranked if share >= LEAST_SHARE][:6] or ranked[:1]
        scale = sum(share for share, _ in kept)
        top = kept[0][1]
        if top == "JJ":
            # A participle read as an adjective keeps its verb's lemma: patterns ask for the verb.
            top = next((tag for _, tag in kept if tag in ("VBN", "VBD", "VBG")), "JJ")
        if top in NAMES and lower_seen[form] and any(tag not in NAMES and share >= 0.1 for share, tag in kept):
            # An ordinary word that often stands in names ("the Embassy").
            top = next(tag for share, tag in kept if tag not in NAMES)
        lemma = lemmas.get((form, top))
        base = lemma.most_common(1)[0][0] if lemma else wordnet.lemma(form, top)
        base = plain_quotes(base)
        if top not in NAMES and form != "i":
            # A capital in the lemma says: this word is written with a capital wherever it stands.
            always = capital_seen[form] >= 2 and capital_seen[form] > 9 * lower_seen[form] and top in ("JJ", "NN", "NNS")
            base = base[:1].upper() + base[1:] if always else base.lower()
        elif top in NAMES and lemma is None:
            base = form.capitalize()
        if not re.fullmatch(r"\S+", base):
            base = form
        lines.append(form + "\t" + ",".join(f"{tag}:{share / scale:.2f}" for share, tag in kept) + "\t" + base)
    with open(path, "w", encoding="utf-8") as out:
        out.write("# Word forms with their parts of speech (Penn tags, most frequent first, with shares) and lemma.\n")
        out.write("# A lemma with a capital: the form is written with a capital wherever it stands.\n")
        out.write("# Generated by training/lexicon.py. Counts derived from the Universal Dependencies English Web\n")
        out.write("# Treebank (CC BY-SA 4.0) and the freely licensed part of GUM (annotations CC BY 4.0), from official\n")
        out.write("# and news texts tagged by a model trained on these (US public domain, CC BY 4.0, CC BY 2.5), and from\n")
        out.write("# Princeton WordNet 3.0 (WordNet licence). This file: CC BY-SA 4.0.\n")
        out.write("form\ttags\tlemma\n")
        out.write("\n".join(lines) + "\n")
    print(len(lines), "forms,", os.path.getsize(path), "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
