#!/usr/bin/env python3
"""A reference tagger over knowledge/lexicon/words.tsv and knowledge/grammar.toml, and its score.

    python3 training/lexicon_check.py --knowledge knowledge --dev DATA/ud/en_ewt-ud-dev.conllu ...
    python3 training/lexicon_check.py --knowledge knowledge --text "Turkey plans to visit Egypt."
    python3 training/lexicon_check.py --knowledge knowledge --learn DATA/ud/*train.conllu

The tagger is Brill's: the most frequent tag of the lexicon, a guess from shape and ending for an unknown
word, then the `[[rule]]` entries of grammar.toml in their order, each passing once over the sentence from
left to right. With --learn it proposes further rules, the most useful first (Brill 1995); a person picks.
"""

import argparse
import collections
import os
import re
import sys
import tomllib

from lexicon import NAMES, read_conllu

PUNCTUATION = {".": ".", "!": ".", "?": ".", ",": ",", ";": ":", ":": ":", "...": ",", "--": ":", "-": "HYPH", "\u2013": ":",
               "\u2014": ":", "(": "-LRB-", "[": "-LRB-", "{": "-LRB-", ")": "-RRB-", "]": "-RRB-", "}": "-RRB-",
               "\"": "''", "\u201c": "``", "\u201d": "''", "``": "``", "''": "''", "'": "''", "$": "$", "%": "NN",
               "\u20ac": "$", "\u00a3": "$", "&": "CC", "/": ","}
CLOSED = {"DT", "IN", "CC", "MD", "TO", "PRP", "PRP$", "WDT", "WP", "WP$", "WRB", "EX", "PDT", "POS", "UH", "RP"}
#: Tags a scorer cannot expect of any tagger over words: fragments, addresses, decoration.
UNSCORED = {"GW", "ADD", "XX", "NFP"}


class Tagger:
    def __init__(self, folder):
        self.words = {}
        with open(os.path.join(folder, "lexicon", "words.tsv"), encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("#") or line.startswith("form\t"):
                    continue
                form, tags, lemma = line.rstrip("\n").split("\t")
                shares = [entry.split(":") for entry in tags.split(",")]
                self.words[form] = ({tag: float(share) for tag, share in shares}, lemma)
        path = os.path.join(folder, "grammar.toml")
        grammar = {}
        if os.path.exists(path):
            with open(path, "rb") as file:
                grammar = tomllib.load(file)
        self.rules = grammar.get("rule", [])
        self.suffixes = sorted(grammar.get("suffix", []), key=lambda entry: -len(entry["ends"]))

    def entry(self, word):
        return self.words.get(word.lower())

    def first(self, words, index):
        """The tag of a word before any rule has looked at its neighbours."""
        word = words[index]
        if word in PUNCTUATION:
            return PUNCTUATION[word]
        if not re.search(r"\w", word):
            return "NFP" if len(word) > 1 else "SYM"
        if word[0].isdigit() or re.fullmatch(r"[-+.]?\d[\d.,:/]*(st|nd|rd|th)?", word):
            if re.search(r"(st|nd|rd|th)$", word):
                return "JJ"
            return "NNS" if word.endswith("s") else "CD"
        found = self.entry(word)
        starts = index == 0 or (not re.search(r"\w", words[index - 1]) and all(not re.search(r"\w", w) for w in words[:index])) \
            or words[index - 1] in ("\"", "``", "\u201c", ":", ".", "!", "?")
        shouted = sum(w.isupper() for w in words if w.isalpha()) > 0.7 * sum(w.isalpha() for w in words)
        titled = sum(w[0].isupper() for w in words if w.isalpha() and len(w) > 3) > 0.7 * sum(w.isalpha() and len(w) > 3 for w in words)
        capital = word[0].isupper()
        if capital and len(word) > 1 and word.isupper() and not shouted and (not found or found[1] != word.lower() or len(word) <= 5):
            return "NNP"
        if not found:
            if capital and not shouted:
                return "NNP"
            return self.guess(word.lower())
        shares, lemma = found
        open_shares = {tag: share for tag, share in shares.items() if tag not in NAMES} or shares
        best = max(open_shares, key=lambda tag: open_shares[tag])
        name = sum(share for tag, share in shares.items() if tag in NAMES)
        name_tag = max(NAMES, key=lambda tag: shares.get(tag, 0.0)) if name else "NNP"
        if not capital or word == "I":
            return best
        if shouted or (titled and len(words) > 4):
            return name_tag if name > 0.5 else best
        if starts:
            return name_tag if name > 0.5 else best
        if best in CLOSED and name < 0.5:
            return best
        if lemma[:1].isupper() and name <= 0.5:
            return best
        return name_tag if name_tag == "NNPS" and name > 0.3 else "NNP"

    def guess(self, low):
        for entry in self.suffixes:
            if low.endswith(entry["ends"]) and len(low) > len(entry["ends"]) + 1:
                return entry["tag"]
        return "NN"

    @staticmethod
    def holds(condition, words, tags, at):
        """Whether one of the alternatives of a context key stands at a position; `!` first forbids all."""
        inside = 0 <= at < len(words)
        word, tag = (words[at].lower(), tags[at]) if inside else ("", "EDGE")
        wanted = [entry for entry in condition if not entry.startswith("!")]
        barred = [entry[1:] for entry in condition if entry.startswith("!")]

        def is_it(entry):
            return entry[1:] == word if entry.startswith("=") and len(entry) > 1 else entry == tag

        return (not wanted or any(map(is_it, wanted))) and not any(map(is_it, barred))

    PLACES = {"previous": -1, "previous2": -2, "next": 1, "next2": 2}

    def may(self, word, tag):
        found = self.entry(word)
        return found is None or tag in found[0]

    def apply(self, rule, words, tags):
        source = rule["from"] if isinstance(rule["from"], list) else [rule["from"]]
        for index, word in enumerate(words):
            if tags[index] not in source or tags[index] == rule["to"]:
                continue
            if "word" in rule and word.lower() not in rule["word"]:
                continue
            if not all(self.holds(rule[key], words, tags, index + step) for key, step in self.PLACES.items() if key in rule):
                continue
            if rule.get("requires") and not self.may(word, rule["to"]):
                continue
            tags[index] = rule["to"]

    def tag(self, words, rules=None):
        tags = [self.first(words, index) for index in range(len(words))]
        for rule in self.rules if rules is None else rules:
            self.apply(rule, words, tags)
        return tags


def score(tagger, path, errors):
    right = total = baseline = 0
    confusion, samples = collections.Counter(), collections.defaultdict(collections.Counter)
    of = collections.Counter()
    groups = {"noun": ("NN", "NNS", "NNP", "NNPS"), "verb": ("VB", "VBP", "VBZ", "VBD", "VBN", "VBG")}
    coarse = {tag: group for group, tags in groups.items() for tag in tags}
    past_right = past_total = verb_hit = verb_guess = verb_truth = 0
    for sentence in read_conllu(path):
        words = [word for word, _, _ in sentence]
        before, after = tagger.tag(words, []), tagger.tag(words)
        for index, (word, truth, _) in enumerate(sentence):
            if truth in UNSCORED:
                continue
            # Which way a plain quotation mark points is the tokeniser's affair.
            after[index] = truth if {truth, after[index]} == {"``", "''"} else after[index]
            before[index] = truth if {truth, before[index]} == {"``", "''"} else before[index]
            total += 1
            baseline += before[index] == truth
            right += after[index] == truth
            of[truth] += 1
            verb_truth += coarse.get(truth) == "verb"
            verb_guess += coarse.get(after[index]) == "verb"
            verb_hit += coarse.get(truth) == "verb" == coarse.get(after[index])
            if truth in ("VBD", "VBN"):
                past_total += 1
                past_right += after[index] == truth
            if after[index] != truth:
                confusion[truth, after[index]] += 1
                samples[truth, after[index]][word.lower()] += 1
    print(f"{os.path.basename(path)}: {right / total:.4f} with rules, {baseline / total:.4f} without; "
          f"verbs P {verb_hit / verb_guess:.3f} R {verb_hit / verb_truth:.3f}; VBD/VBN {past_right / past_total:.3f}; {total} words")
    for (truth, given), count in confusion.most_common(errors):
        print(f"  {count:4}  {truth} read as {given}: ", ", ".join(f"{w} {n}" for w, n in samples[truth, given].most_common(8)))


def learn(tagger, paths, most, least):
    """Prints the rules that mend most, in the form of grammar.toml."""
    corpus = []
    for path in paths:
        for sentence in read_conllu(path):
            words = [word for word, _, _ in sentence]
            corpus.append((words, tagger.tag(words), [tag for _, tag, _ in sentence]))
    keys = ("previous", "next", "previous2", "next2")
    shift = Tagger.PLACES

    def contexts(words, tags, index):
        def at(step):
            place = index + step
            return (tags[place], "=" + words[place].lower()) if 0 <= place < len(words) else ("EDGE", None)
        one = {key: at(shift[key]) for key in keys}
        for key in keys:
            for value in one[key]:
                if value:
                    yield ((key, value),)
        for first, second in (("previous", "next"), ("previous2", "previous"), ("next", "next2")):
            yield ((first, one[first][0]), (second, one[second][0]))
            if one[second][1]:
                yield ((first, one[first][0]), (second, one[second][1]))
            if one[first][1]:
                yield ((first, one[first][1]), (second, one[second][0]))
        word = words[index].lower()
        yield (("word", word), ("previous", one["previous"][0]))
        yield (("word", word), ("next", one["next"][0]))
        if one["previous"][1]:
            yield (("word", word), ("previous", one["previous"][1]))
        if one["next"][1]:
            yield (("word", word), ("next", one["next"][1]))

    for number in range(most):
        gains = collections.Counter()
        for words, tags, truth in corpus:
            for index, (given, right) in enumerate(zip(tags, truth)):
                if given != right and right.isalpha() and given.isalpha() and right not in UNSCORED and tagger.may(words[index], right):
                    for context in contexts(words, tags, index):
                        gains[given, right, context] += 1
        places = collections.defaultdict(list)      # words rightly tagged so far, by tag
        for words, tags, truth in corpus:
            for index, tag in enumerate(tags):
                if tag == truth[index]:
                    places[tag].append((words, tags, index))
        best, best_score = None, least - 1
        for (given, right, context), gain in gains.most_common(800):
            if gain <= best_score:
                break
            rule = {"from": given, "to": right, "requires": True}
            for key, value in context:
                rule[key] = [value]
            loss = 0
            for words, tags, index in places[given]:
                if ("word" not in rule or words[index].lower() in rule["word"]) \
                        and all(Tagger.holds(rule[key], words, tags, index + step) for key, step in shift.items() if key in rule) \
                        and tagger.may(words[index], right):
                    loss += 1
                    if gain - loss <= best_score:
                        break
            if gain - loss > best_score:
                best, best_score = rule, gain - loss
        if best is None:
            return
        print(f"[[rule]]  # +{best_score}")
        for key, value in best.items():
            print(f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value).replace(chr(39), chr(34)) if not isinstance(value, str) else chr(34) + value + chr(34)}")
        print(flush=True)
        for words, tags, _ in corpus:
            tagger.apply(best, words, tags)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--knowledge", default="knowledge")
    parser.add_argument("--dev", nargs="*", default=[], help="treebanks to score on")
    parser.add_argument("--errors", type=int, default=15, help="kinds of error to list")
    parser.add_argument("--text", nargs="*", default=[], help="sentences to tag")
    parser.add_argument("--learn", nargs="*", default=[], help="treebanks to learn rules from")
    parser.add_argument("--most", type=int, default=60, help="rules to learn at most")
    parser.add_argument("--least", type=int, default=12, help="net corrections a learned rule must bring")
    options = parser.parse_args()
    tagger = Tagger(options.knowledge)
    for path in options.dev:
        score(tagger, path, options.errors)
    for text in options.text:
        words = re.findall(r"n't\b|\w+(?=n't\b)|'s\b|[A-Z]\.(?:[A-Z]\.)+|[\w]+|\S", text)
        print(" ".join(f"{word}/{tag}" for word, tag in zip(words, tagger.tag(words))))
    if options.learn:
        learn(tagger, options.learn, options.most, options.least)


if __name__ == "__main__":
    sys.exit(main())
