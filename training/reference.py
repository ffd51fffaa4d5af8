#!/usr/bin/env python3
"""What a weight file of attache-model computes, in plain numpy: slow, and meant to be read.

    python3 training/reference.py model.attw < sentences.txt     # one sentence a line, words between spaces

prints a line of JSON for each sentence. The crate is tested against this (see fixtures.py). All arithmetic is in f32,
one rounding for each operation, sums in the order that the crate has, so that both quantise alike.
"""

import json
import sys
import unicodedata

import numpy as np

import weights

F = np.float32
MOST_PIECES = 16      # pieces of a word that are kept
LONGEST_CHUNK = 100   # characters of a chunk that is looked up
LANES = 16            # lanes of a sum
NO_LETTER = 5         # shape of a word without letter and digit


# ---------------------------------------------------------------- words

def shape(word):
    """Class of a word's letters, as the crate's `pieces::shape`."""
    if any(unicodedata.category(c)[0] == "N" for c in word):
        return 4
    letters = [c for c in word if c.isalpha()]
    cased = [c for c in letters if c.isupper() or c.islower()]
    if not letters:
        return NO_LETTER
    if not cased:
        return 7
    if len(letters) == 1 and cased[0].isupper():
        return 6
    if all(c.islower() for c in cased):
        return 0
    if all(c.isupper() for c in cased):
        return 2
    return 1 if cased[0].isupper() and all(c.islower() for c in cased[1:]) else 3


def is_ideograph(c):
    point = ord(c)
    return any(first <= point <= last for first, last in [
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
        (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)])


def is_punctuation(c):
    ascii_sign = 33 <= ord(c) <= 47 or 58 <= ord(c) <= 64 or 91 <= ord(c) <= 96 or 123 <= ord(c) <= 126
    return ascii_sign or unicodedata.category(c).startswith("P")


def chunks(word):
    """A word in lower case without accents, cut at blanks, ideographs and punctuation."""
    text = ""
    for c in word:
        if c.isspace():
            text += " "
        elif c == "\ufffd" or unicodedata.category(c) in ("Cc", "Cf", "Co"):
            continue
        elif is_ideograph(c):
            text += f" {c} "
        else:
            text += c
    for part in text.split():
        chunk = ""
        for c in unicodedata.normalize("NFD", part.lower()):
            if unicodedata.category(c) == "Mn":
                continue
            if is_punctuation(c):
                if chunk:
                    yield chunk
                yield c
                chunk = ""
            else:
                chunk += c
        if chunk:
            yield chunk


def wordpiece(chunk, ids):
    """Longest pieces from left to right; the unknown piece alone if one is missing."""
    if len(chunk) > LONGEST_CHUNK:
        return [ids["[UNK]"]]
    found, start = [], 0
    while start < len(chunk):
        for end in range(len(chunk), start, -1):
            piece = ("##" if start else "") + chunk[start:end]
            if piece in ids:
                found.append(ids[piece])
                start = end
                break
        else:
            return [ids["[UNK]"]]
    return found


def pieces(word, ids):
    """A word's pieces: from one to MOST_PIECES."""
    found = [piece for chunk in chunks(word) for piece in wordpiece(chunk, ids)]
    return found[:MOST_PIECES] or [ids["[UNK]"]]


# ---------------------------------------------------------------- arithmetic

def lane_sum(x):
    """Sums along the last axis: 16 running lanes, then 8+8, 4+4, 2+2, 1+1."""
    missing = -x.shape[-1] % LANES
    x = np.concatenate([x, np.zeros(x.shape[:-1] + (missing,), F)], axis=-1)
    lanes = np.zeros(x.shape[:-1] + (LANES,), F)
    for start in range(0, x.shape[-1], LANES):
        lanes = lanes + x[..., start:start + LANES]
    half = LANES // 2
    while half:
        lanes = lanes[..., :half] + lanes[..., half:2 * half]
        half //= 2
    return lanes[..., 0]


def dot(a, b):
    return lane_sum(a * b)


def exp(x):
    """e^x as the crate computes it: Taylor polynomial of degree 6 beside a multiple of ln 2."""
    x = np.minimum(np.maximum(x, F(-87)), F(88)).astype(F)
    n = np.rint(x * F(1.4426950408889634)).astype(F)
    r = (x - n * F(0.6933594)) - n * F(-2.1219444e-4)
    p = np.full_like(x, F(1) / F(720))
    for divisor in (120, 24, 6, 2, 1, 1):
        p = p * r + F(1) / F(divisor)
    return p * np.exp2(n).astype(F)


def gelu(x):
    z = F(1.5957691216057308) * (x + F(0.044715) * (x * x * x))
    return x / (F(1) + exp(-z))


def softmax(x):
    e = exp(x - x.max(axis=-1, keepdims=True))
    return e, lane_sum(e)[..., None]


def share(scores, chosen):
    """Share that softmax gives to one of a row of scores."""
    e, total = softmax(scores)
    return float(e[chosen] / total[0])


class Network:
    """A weight file, ready to run."""

    def __init__(self, path):
        self.header, self.arrays, vocab = weights.read(path)
        self.ids = {}
        for number, piece in enumerate(vocab.splitlines()):
            self.ids.setdefault(piece, number)
        self.groups, start = {}, 0
        for group in self.header["groups"]:
            end = start + len(group["labels"])
            self.groups[group["name"]] = (slice(start, end), group["labels"])
            start = end

    def is_word(self, word):
        """Whether a word is a piece of its own."""
        return word.lower() in self.ids and not word.startswith("##")

    def linear(self, name, x):
        """int8 x int8, exactly, then scaled."""
        w, w_scale, bias = (self.arrays[name + part] for part in ("", ".scale", ".bias"))
        most = np.abs(x).max(axis=1).astype(F)
        nothing = most < F(1e-30)
        safe = np.where(nothing, F(1), most)
        q = np.rint(x * (F(127) / safe)[:, None])
        q[nothing] = 0
        s = np.where(nothing, F(0), safe / F(127)).astype(F)
        total = q.astype(np.int32) @ w.astype(np.int32).T
        return total.astype(F) * (s[:, None] * w_scale[None, :]) + bias

    def norm(self, name, x):
        width = F(x.shape[1])
        mean = (lane_sum(x) / width)[:, None]
        variance = (lane_sum((x - mean) * (x - mean)) / width)[:, None]
        factor = F(1) / np.sqrt(variance + F(self.header["eps"]))
        return (x - mean) * factor * self.arrays[f"{name}.gamma"] + self.arrays[f"{name}.beta"]

    # ------------------------------------------------------------ encoder

    def embed(self, rows):
        """rows: (pieces, shape or None) of each input row."""
        tok, scale = self.arrays["tok"], self.arrays["tok.scale"]
        x = np.zeros((len(rows), self.header["width"]), F)
        for position, (ids, kind) in enumerate(rows):
            for piece in ids:
                x[position] += tok[piece].astype(F) * scale[piece]
            x[position] += self.arrays["pos"][position]
            if kind is not None:
                x[position] += self.arrays["shape"][kind]
        return self.norm("embed_norm", x)

    def attention(self, n, layer, x):
        rows, width = x.shape
        size = width // layer["heads"]
        qkv = self.linear(f"layer.{n}.qkv", x)
        mixed = np.zeros((rows, width), F)
        for head in range(layer["heads"]):
            q, k, v = (qkv[:, part * width + head * size:][:, :size] for part in range(3))
            scores = dot(q[:, None, :], k[None, :, :]) * (F(1) / np.sqrt(F(size)))
            e, total = softmax(scores)
            p = e * (F(1) / total)
            for j in range(rows):
                mixed[:, head * size:(head + 1) * size] += p[:, j:j + 1] * v[j]
        x = self.norm(f"layer.{n}.norm1", x + self.linear(f"layer.{n}.out", mixed))
        wide = gelu(self.linear(f"layer.{n}.up", x))
        return self.norm(f"layer.{n}.norm2", x + self.linear(f"layer.{n}.down", wide))

    def conv(self, n, x):
        border = np.zeros((1, x.shape[1]), F)
        windows = np.concatenate([np.concatenate([border, x[:-1]]), x, np.concatenate([x[1:], border])], axis=1)
        return self.norm(f"layer.{n}.norm", x + gelu(self.linear(f"layer.{n}.conv", windows)))

    def word_vectors(self, split, shapes):
        """One vector for each word; split: pieces of each word."""
        if self.header["input"] == "words":
            rows = list(zip(split, shapes))
        else:
            inner = [([piece], kind) for word, kind in zip(split, shapes) for piece in word]
            rows = [([self.ids["[CLS]"]], None)] + inner + [([self.ids["[SEP]"]], None)]
        x = self.embed(rows)
        for n, layer in enumerate(self.header["layers"]):
            x = self.attention(n, layer, x) if layer["kind"] == "attention" else self.conv(n, x)
        if self.header["input"] == "words":
            return x
        vectors, at = [], 1
        for word in split:
            total = np.zeros(x.shape[1], F)
            for row in x[at:at + len(word)]:
                total = total + row
            vectors.append(total * (F(1) / F(len(word))))
            at += len(word)
        return np.stack(vectors)

    # ------------------------------------------------------------ reading

    def segments(self, words):
        """(first word, pieces, shapes) of each part of a sentence that is read at once."""
        limit = self.header["max_rows"]
        by_pieces = self.header["input"] == "pieces"
        first = 0
        while first < len(words):
            rows, end, last_mark = 2 if by_pieces else 0, first, None
            while end < len(words):
                more = len(pieces(words[end], self.ids)) if by_pieces else 1
                if rows + more > limit:
                    break
                rows, end = rows + more, end + 1
                if shape(words[end - 1]) == NO_LETTER:
                    last_mark = end
            if end < len(words) and last_mark and 4 * (last_mark - first) > 3 * (end - first):
                end = last_mark
            yield first, [pieces(word, self.ids) for word in words[first:end]], [shape(w) for w in words[first:end]]
            first = end

    def read(self, words):
        """A sentence's reading as a dict; see the crate's `reading.rs` for what its parts mean."""
        reading = {"words": [], "names": [], "predicates": [], "proposals": [], "segments": 0}
        for first, split, shapes in self.segments(words):
            self.read_segment(words[first:first + len(split)], first, split, shapes, reading)
            reading["segments"] += 1
        return reading

    def read_segment(self, words, first, split, shapes, reading):
        h = self.word_vectors(split, shapes)
        count = len(words)
        all_tags = self.linear("tags", h)
        tags = {name: all_tags[:, where] for name, (where, _) in self.groups.items()}
        labels = {name: known for name, (_, known) in self.groups.items()}
        pairs = gelu(self.linear("pairs", h))
        widths = self.header["pairs"]
        cuts = np.cumsum([width for name in ("arc", "rel", "role", "event") for width in [widths[name]] * 2])[:-1]
        arc_dep, arc_head, rel_dep, rel_head, role_pred, role_arg, trigger, event_arg = np.split(pairs, cuts, axis=1)

        scores = dot(self.linear("arc", arc_dep)[:, None, :],
                     np.concatenate([arc_head, self.arrays["arc_root"][None]])[None, :, :])
        for i in range(count):
            scores[i, i] = np.finfo(F).min
        heads = best_tree(scores)

        head_vectors = np.stack([self.arrays["rel_root"] if head == count else rel_head[head] for head in heads])
        relations = self.linear("rel", np.concatenate([rel_dep * head_vectors, rel_dep, head_vectors], axis=1))
        names = self.header["relations"]
        root = names.index("root")
        first_root = next((n for n, word in enumerate(reading["words"]) if word["head"] is None), None)

        def yes(group, word):
            row = tags[group][word]
            return share(row, 1) if row[1] > row[0] else None

        def best(group, word):
            return int(tags[group][word].argmax())

        for i, head in enumerate(heads):
            if head < count:
                allowed = relations[i].copy()
                allowed[root] = -np.inf
                where, relation = first + head, names[int(allowed.argmax())]
            elif first_root is None:
                where, relation = None, "root"
            else:
                where, relation = first_root, "parataxis"
            upos, feats = labels["upos"][best("upos", i)], labels["feats"][best("feats", i)]
            inflected = is_inflected(upos, feats, words[i])
            reading["words"].append({
                "upos": upos, "feats": feats,
                "lemma": likeliest(labels["lemma"], tags["lemma"][i], words[i], inflected, self.is_word),
                "head": where, "relation": relation, "arc_score": share(scores[i], head), "cue": yes("cue", i)})

        chosen = best_names(labels["name"], tags["name"])
        start = 0
        for i, label in enumerate(chosen):
            text = labels["name"][label]
            if text[0] in "BS":
                start = i
            if text[0] in "ES":
                each = [share(tags["name"][word], chosen[word]) for word in range(start, i + 1)]
                reading["names"].append({"first": first + start, "end": first + i + 1, "kind": text[2:],
                                         "score": sum(each) / len(each)})

        def involved(name, vectors, others, word, roles):
            """(head, role, span, score) of the words that a head finds involved with one word."""
            rows = self.linear(name, vectors[word][None] * others)
            for other in range(count):
                role = int(rows[other].argmax())
                if role and other != word:
                    begin, end = span(heads, other, word)
                    yield roles[role], {"head": first + other, "first": first + begin, "end": first + end,
                                        "score": share(rows[other], role)}

        for i in range(count):
            if yes("predicate", i) is not None:
                arguments = [{"role": role, **found} for role, found
                             in involved("role", role_pred, role_arg, i, self.header["roles"])]
                # A numbered role is given once; the surest argument has it, the first of equals.
                surest = {}
                for a in arguments:
                    if a["role"] not in surest or a["score"] > surest[a["role"]]["score"]:
                        surest[a["role"]] = a
                arguments = [a for a in arguments if not a["role"].startswith("ARG") or surest[a["role"]] is a]
                reading["predicates"].append({"word": first + i, "score": yes("predicate", i),
                                              "arguments": arguments})
            kind = best("trigger", i)
            if kind:
                begin, end = i, i + 1
                while begin > 0 and yes("inside", begin - 1) is not None:
                    begin -= 1
                while end < count and yes("inside", end) is not None:
                    end += 1
                status = best("status", i)
                found = list(involved("event", trigger, event_arg, i, self.header["event_roles"]))
                reading["proposals"].append({
                    "trigger": first + i, "first": first + begin, "end": first + end,
                    "class": labels["trigger"][kind], "class_score": share(tags["trigger"][i], kind),
                    "status": labels["status"][status], "status_score": share(tags["status"][i], status),
                    "actors": [who for role, who in found if role == "actor"],
                    "recipients": [who for role, who in found if role == "recipient"]})


# ---------------------------------------------------------------- decoding

def lemma(script, word):
    """A word's lemma by its script. What would be empty is the word in lower case."""
    if script == "form":
        return word
    if script == "lower":
        return word.lower()
    if script.startswith("="):
        return script[1:]
    keep = script.startswith("keep-")
    cut, suffix = script.removeprefix("keep").removeprefix("-").split("+", 1)
    stem = word if keep else word.lower()
    return stem[:max(0, len(stem) - int(cut))] + suffix or word.lower()


def is_inflected(upos, feats, word):
    """Is a word with this part of speech and these features never its own lemma?"""
    past = {"Tense=Past", "VerbForm=Part", "VerbForm=Ger"} & set(feats.split("|"))
    return upos == "VERB" and bool(past) and len(word.encode()) >= 5 and word.lower().endswith(("ed", "ing"))


def likeliest(scripts, scores, word, inflected, is_known):
    """The lemma by the likeliest script; where that cuts a word to something unknown or leaves an inflected form whole, by
    one of the next five that makes a known word of its letters."""
    order = sorted(range(len(scripts)), key=lambda n: (-scores[n], n))
    order = order[:1] + [n for n in order[1:] if scripts[n][:1] != "="][:5]
    lemmas = [lemma(scripts[n], word) for n in order]
    for place, (n, text) in enumerate(zip(order, lemmas)):
        is_cut = scripts[n][:1] == "-" or scripts[n][:5] == "keep-"
        if ((place == 0 and not is_cut) or is_known(text)) and not (inflected and text.lower() == word.lower()):
            return text
    return lemmas[0]


def may_follow(before, after):
    """May the second label of a name stand behind the first? "" is the border of the sentence."""
    opened = before[2:] if before[:1] in ("B", "I") else None
    continued = after[2:] if after[:1] in ("I", "E") else None
    return opened == continued


def best_names(labels, scores):
    """The allowed row of labels with most score, by dynamic programming."""
    totals = [scores[0][n] if may_follow("", label) else -np.inf for n, label in enumerate(labels)]
    ways = []
    for row in scores[1:]:
        way, nexts = [], []
        for n, label in enumerate(labels):
            allowed = [totals[m] if may_follow(before, label) else -np.inf for m, before in enumerate(labels)]
            way.append(int(np.argmax(allowed)))
            nexts.append(max(allowed) + row[n])
        ways.append(way)
        totals = nexts
    last = int(np.argmax([total if may_follow(label, "") else -np.inf for total, label in zip(totals, labels)]))
    path = [last]
    for way in reversed(ways):
        path.append(way[path[-1]])
    return path[::-1]


def find_cycle(heads, root):
    """Some cycle among nodes and their heads, or None; heads: dict."""
    for start in heads:
        path, node = [], start
        while node != root and node not in path:
            path.append(node)
            node = heads[node]
        if node != root:
            return path[path.index(node):]
    return None


def arborescence(nodes, root, score):
    """Heads of the nodes in the tree with most score (Chu-Liu-Edmonds); score: dict of (node, head)."""
    heads = {i: max((j for j in nodes + [root] if (i, j) in score), key=lambda j: score[i, j]) for i in nodes}
    cycle = find_cycle(heads, root)
    if cycle is None:
        return heads
    new = max([root] + nodes) + 1
    smaller, real = {}, {}
    for (i, j), value in score.items():
        if i in cycle and j in cycle:
            continue
        a, b = (new if i in cycle else i), (new if j in cycle else j)
        value = value - score[i, heads[i]] if i in cycle else value
        if (a, b) not in smaller or value > smaller[a, b]:
            smaller[a, b], real[a, b] = value, (i, j)
    rest = [node for node in nodes if node not in cycle]
    for a, b in arborescence(rest + [new], root, smaller).items():
        i, j = real[a, b]
        heads[i] = j
    return heads


def best_tree(scores):
    """Heads of the words; the number of words stands for the root. Every choice of the root's child is tried."""
    count = len(scores)
    greedy = {i: int(np.argmax(scores[i])) for i in range(count)}
    if list(greedy.values()).count(count) == 1 and find_cycle(greedy, count) is None:
        return [greedy[i] for i in range(count)]
    best, most = None, -np.inf
    for child in range(count):
        score = {(i, j): float(scores[i, j]) for i in range(count) for j in range(count + 1)
                 if i != j and (j == count) == (i == child)}
        heads = arborescence(list(range(count)), count, score)
        total = sum(score[i, heads[i]] for i in range(count))
        if total > most:
            best, most = heads, total
    return [best[i] for i in range(count)]


def span(heads, head, without):
    """The words around `head` that depend on it, without the branch that holds `without`."""
    def path(word):
        found = [word]
        while heads[word] < len(heads):
            word = heads[word]
            found.append(word)
        return found
    way = path(without)
    cut = way[way.index(head) - 1] if head in way[1:] else None
    belongs = [head in path(word) and cut not in path(word) for word in range(len(heads))]
    first, end = head, head + 1
    while first > 0 and belongs[first - 1]:
        first -= 1
    while end < len(heads) and belongs[end]:
        end += 1
    return first, end


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give the weight file, and sentences on standard input: one a line, words between spaces.")
    network = Network(sys.argv[1])
    for line in sys.stdin:
        print(json.dumps(network.read(line.split()), ensure_ascii=False))
