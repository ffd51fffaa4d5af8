//! From word vectors to a reading: tags, tree, relations, names, roles, event proposals.

use crate::encoder::{Batch, Scratch, Segment, fit, linear};
use crate::error::ModelError;
use crate::kernel::{Kernel, Linear};
use crate::labels::Labels;
use crate::lemma;
use crate::names;
use crate::reading::{
    Argument, ClassId, FeatsId, Participant, Predicate, Proposal, Reading, RelationId, RoleId, StatusId, Word,
};
use crate::rows::{LANES, Lane};
use crate::tree::{Branches, best_tree};
use crate::weights::{Pairs, WeightFile};
use std::ops::Range;

/// Scores of the actor and the recipient among the event roles; 0 is none.
const ACTOR: usize = 1;

/// How roles begin that a predicate gives to one argument at most (PropBank's numbered ones): the surest has it.
const NUMBERED: &str = "ARG";

/// The heads of the network.
pub(crate) struct Heads {
    pub(crate) labels: Labels,
    kernel: Kernel,
    width: usize,
    widths: Pairs,
    tags: Linear,
    pairs: Linear,
    arc: Linear,
    arc_root: Vec<f32>,
    rel: Linear,
    rel_root: Vec<f32>,
    role: Linear,
    event: Linear,
}

/// Memory of the heads that is used again and again.
#[derive(Default)]
pub(crate) struct HeadScratch {
    tags: Vec<f32>,
    pairs: Vec<f32>,
    queries: Vec<f32>,
    keys: Vec<Lane>,
    scores: Vec<f32>,
    rows: Vec<f32>,
    relations: Vec<f32>,
    roles: Vec<f32>,
    /// Heads in the segment of all words, where the number of the segment's words is the root.
    heads: Vec<usize>,
    arc_scores: Vec<f32>,
}

/// Where the parts of a pair vector start.
struct Parts {
    arc_head: usize,
    rel_dep: usize,
    rel_head: usize,
    role_pred: usize,
    role_arg: usize,
    event_trigger: usize,
    event_arg: usize,
}

impl Parts {
    fn new(widths: Pairs) -> Parts {
        let rel = 2 * widths.arc;
        let role = rel + 2 * widths.rel;
        let event = role + 2 * widths.role;
        Parts {
            arc_head: widths.arc,
            rel_dep: rel,
            rel_head: rel + widths.rel,
            role_pred: role,
            role_arg: role + widths.role,
            event_trigger: event,
            event_arg: event + widths.event,
        }
    }
}

impl Heads {
    pub(crate) fn new(file: &WeightFile<'_>, kernel: Kernel) -> Result<Heads, ModelError> {
        let labels = Labels::new(file)?;
        let (width, pairs) = (file.header.width, file.header.pairs);
        let all = 2 * (pairs.arc + pairs.rel + pairs.role + pairs.event);
        let roots = |name: &str, width| file.floats(name, &[width]);
        Ok(Heads {
            kernel,
            width,
            widths: pairs,
            tags: linear(file, kernel, "tags", width, labels.tags.total)?,
            pairs: linear(file, kernel, "pairs", width, all)?,
            arc: linear(file, kernel, "arc", pairs.arc, pairs.arc)?,
            arc_root: roots("arc_root", pairs.arc)?,
            rel: linear(file, kernel, "rel", 3 * pairs.rel, labels.relations.len())?,
            rel_root: roots("rel_root", pairs.rel)?,
            role: linear(file, kernel, "role", pairs.role, labels.roles.len())?,
            event: linear(file, kernel, "event", pairs.event, file.header.event_roles.len())?,
            labels,
        })
    }

    /// Reads all segments of a batch from its word vectors; `words` gives the text of a word of a segment,
    /// `is_known` says whether something is a word of English. A segment's reading is added to that of its sentence.
    pub(crate) fn read<'a>(
        &self,
        batch: &Batch,
        vectors: &mut Scratch,
        scratch: &mut HeadScratch,
        (words, is_known): (impl Fn(&Segment, usize) -> &'a str, impl Fn(&str) -> bool),
        readings: &mut [Reading],
    ) {
        let count = batch.words.len();
        let q = &mut vectors.q;
        q.fit(count, self.width);
        self.kernel.quantise(&vectors.words, self.width, q);
        self.tags.apply(q, &mut scratch.tags);
        self.pairs.apply(q, &mut scratch.pairs);
        self.kernel.gelu(&mut scratch.pairs[..count * self.pairs.stride()]);
        q.fit(count, self.widths.arc);
        self.kernel.quantise(&scratch.pairs, self.pairs.stride(), q);
        self.arc.apply(q, &mut scratch.queries);
        scratch.heads.clear();
        scratch.arc_scores.clear();
        for segment in &batch.segments {
            self.tree(segment.words.clone(), scratch);
        }
        self.relations(batch, vectors, scratch);
        for segment in &batch.segments {
            let one = One { heads: self, labels: &self.labels, segment };
            let text = |word| words(segment, word);
            one.read(vectors, scratch, (text, &is_known), &mut readings[segment.sentence]);
        }
    }

    /// Adds the heads of a segment's words.
    fn tree(&self, words: Range<usize>, scratch: &mut HeadScratch) {
        let (width, stride, count) = (self.widths.arc, self.pairs.stride(), words.len());
        let padded = (count + 1).next_multiple_of(LANES);
        let candidates = &scratch.pairs[words.start * stride + self.parts().arc_head..];
        // The root stands behind the last word, perhaps in a block of its own.
        self.kernel.turn(candidates, stride, count, width, &mut scratch.keys);
        scratch.keys.resize(padded / LANES * width, [0.0; LANES]);
        let block = &mut scratch.keys[count / LANES * width..];
        for (root, lane) in self.arc_root.iter().zip(block) {
            lane[count % LANES] = *root;
        }
        let scores = fit(&mut scratch.scores, count * padded);
        for (i, row) in scores.chunks_exact_mut(padded).enumerate() {
            let query = &scratch.queries[(words.start + i) * self.arc.stride()..][..width];
            self.kernel.dots(query, &scratch.keys, 1.0, row);
            row[i] = f32::MIN;
        }
        let heads = best_tree(scores, padded, count);
        for (row, head) in scores.chunks_exact(padded).zip(&heads) {
            scratch.arc_scores.push(self.kernel.share(&row[..=count], *head));
        }
        scratch.heads.extend(heads);
    }

    /// Scores of the relations of all words to their heads.
    fn relations(&self, batch: &Batch, vectors: &mut Scratch, scratch: &mut HeadScratch) {
        let (parts, width, stride) = (self.parts(), self.widths.rel, self.pairs.stride());
        let rows = fit(&mut scratch.rows, batch.words.len() * 3 * width);
        for segment in &batch.segments {
            for word in segment.words.clone() {
                let head = scratch.heads[word];
                let dependent = &scratch.pairs[word * stride + parts.rel_dep..][..width];
                let head = if head == segment.words.len() {
                    &self.rel_root[..]
                } else {
                    &scratch.pairs[(segment.words.start + head) * stride + parts.rel_head..][..width]
                };
                let (product, both) = rows[word * 3 * width..(word + 1) * 3 * width].split_at_mut(width);
                self.kernel.product(dependent, head, product);
                both[..width].copy_from_slice(dependent);
                both[width..].copy_from_slice(head);
            }
        }
        vectors.q.fit(batch.words.len(), 3 * width);
        self.kernel.quantise(rows, 3 * width, &mut vectors.q);
        self.rel.apply(&vectors.q, &mut scratch.relations);
    }

    fn parts(&self) -> Parts {
        Parts::new(self.widths)
    }
}

/// What is read of one segment.
struct One<'a> {
    heads: &'a Heads,
    labels: &'a Labels,
    segment: &'a Segment,
}

impl One<'_> {
    fn kernel(&self) -> Kernel {
        self.heads.kernel
    }

    /// A number of the segment's words as a number of the sentence's.
    fn number(&self, word: usize) -> u32 {
        (self.segment.first + word) as u32
    }

    /// The scores of one group of tags.
    fn scores<'s>(&self, tags: &'s [f32], word: usize, group: &Range<usize>) -> &'s [f32] {
        &tags[(self.segment.words.start + word) * self.heads.tags.stride()..][group.clone()]
    }

    /// Score of “yes”, where it is more than “no”.
    fn yes(&self, tags: &[f32], word: usize, group: &Range<usize>) -> Option<f32> {
        let scores = self.scores(tags, word, group);
        (scores[1] > scores[0]).then(|| self.kernel().share(scores, 1))
    }

    fn read<'t>(
        &self,
        vectors: &mut Scratch,
        scratch: &mut HeadScratch,
        (text, is_known): (impl Fn(usize) -> &'t str, impl Fn(&str) -> bool),
        reading: &mut Reading,
    ) {
        let count = self.segment.words.len();
        self.words(scratch, (text, is_known), reading);
        let groups = &self.labels.tags;
        let labels = &self.labels.names;
        let score = |word: usize| self.scores(&scratch.tags, word, &groups.name);
        let chosen = names::best_labels(labels, count, self.kernel(), score);
        for mut name in names::names(labels, &chosen, |word, label| self.kernel().share(score(word), label)) {
            name.first = self.number(name.first as usize);
            name.end = self.number(name.end as usize);
            reading.names.push(name);
        }
        let HeadScratch { tags, pairs, rows, roles, heads, .. } = scratch;
        let heads = &heads[self.segment.words.clone()];
        let mut branches = None;
        for word in 0..count {
            let predicate = self.yes(tags, word, &groups.predicate);
            let class = self.kernel().best(self.scores(tags, word, &groups.trigger));
            if predicate.is_none() && class == 0 {
                continue;
            }
            let branches = branches.get_or_insert_with(|| Branches::new(heads));
            if let Some(score) = predicate {
                let arguments = self.arguments(word, branches, (vectors, pairs), (rows, roles));
                reading.predicates.push(Predicate { word: self.number(word), score, arguments });
            }
            if class != 0 {
                let mut proposal = self.proposal(word, class, tags);
                self.participants(&mut proposal, (word, branches), (vectors, pairs), (rows, roles));
                reading.proposals.push(proposal);
            }
        }
        reading.segments += 1;
    }

    fn words<'t>(
        &self,
        scratch: &HeadScratch,
        (text, is_known): (impl Fn(usize) -> &'t str, impl Fn(&str) -> bool),
        reading: &mut Reading,
    ) {
        let (kernel, labels, groups) = (self.kernel(), self.labels, &self.labels.tags);
        let first_root = reading.words.iter().position(|word| word.head.is_none());
        let tags = &scratch.tags;
        for word in 0..self.segment.words.len() {
            let place = self.segment.words.start + word;
            let best = |group| kernel.best(self.scores(tags, word, group));
            let relations = &scratch.relations[place * self.heads.rel.stride()..][..labels.relations.len()];
            let (head, relation) = if scratch.heads[place] < self.segment.words.len() {
                let (before, behind) = (&relations[..labels.root], &relations[labels.root + 1..]);
                let mut relation = if before.is_empty() { labels.root + 1 } else { kernel.best(before) };
                if !behind.is_empty() {
                    let other = kernel.best(behind) + labels.root + 1;
                    if relations[other] > relations[relation] {
                        relation = other;
                    }
                }
                (Some(self.number(scratch.heads[place])), relation)
            } else {
                match first_root {
                    Some(root) => (Some(root as u32), labels.parataxis),
                    None => (None, labels.root),
                }
            };
            let (upos, feats) = (labels.upos[best(&groups.upos)], best(&groups.feats));
            let form = (text(word), lemma::is_inflected(upos, &labels.feats[feats], text(word)));
            reading.words.push(Word {
                upos,
                feats: FeatsId(feats as u16),
                lemma: lemma::likeliest(&labels.lemmas, self.scores(tags, word, &groups.lemma), form, &is_known),
                head,
                relation: RelationId(relation as u16),
                arc_score: scratch.arc_scores[place],
                cue: self.yes(tags, word, &groups.cue),
            });
        }
    }

    /// Products of one word's vector with those of all words of the segment, through a layer, into `out`.
    fn pair(
        &self,
        layer: &Linear,
        (width, from, to): (usize, usize, usize),
        word: usize,
        (vectors, pairs): (&mut Scratch, &[f32]),
        (rows, out): (&mut Vec<f32>, &mut Vec<f32>),
    ) {
        let (stride, words) = (self.heads.pairs.stride(), self.segment.words.clone());
        let one = &pairs[(words.start + word) * stride + from..][..width];
        let rows = fit(rows, words.len() * width);
        for (other, out) in words.clone().zip(rows.chunks_exact_mut(width)) {
            self.kernel().product(one, &pairs[other * stride + to..][..width], out);
        }
        vectors.q.fit(words.len(), width);
        self.kernel().quantise(rows, width, &mut vectors.q);
        layer.apply(&vectors.q, out);
    }

    fn arguments(
        &self,
        word: usize,
        branches: &Branches,
        (vectors, pairs): (&mut Scratch, &[f32]),
        (rows, out): (&mut Vec<f32>, &mut Vec<f32>),
    ) -> Vec<Argument> {
        let (heads, parts) = (self.heads, self.heads.parts());
        let where_from = (heads.widths.role, parts.role_pred, parts.role_arg);
        self.pair(&heads.role, where_from, word, (vectors, pairs), (rows, out));
        let mut arguments = Vec::new();
        for (head, scores) in out.chunks_exact(heads.role.stride()).enumerate().take(self.segment.words.len()) {
            let scores = &scores[..self.labels.roles.len()];
            let role = self.kernel().best(scores);
            if role != 0 && head != word {
                let span = branches.span(head, word);
                arguments.push(Argument {
                    head: self.number(head),
                    role: RoleId(role as u16),
                    first: self.number(span.start),
                    end: self.number(span.end),
                    score: self.kernel().share(scores, role),
                });
            }
        }
        let surer = |a: &Argument, b: &Argument| (a.score, b.head) > (b.score, a.head);
        let is_kept = |a: &Argument| {
            let numbered = self.labels.roles[a.role.index()].starts_with(NUMBERED);
            !numbered || !arguments.iter().any(|b| b.role == a.role && surer(b, a))
        };
        arguments.iter().filter(|a| is_kept(a)).copied().collect()
    }

    /// The proposal at a trigger, still without participants.
    fn proposal(&self, word: usize, class: usize, tags: &[f32]) -> Proposal {
        let groups = &self.labels.tags;
        let share = |group: &Range<usize>, chosen| self.kernel().share(self.scores(tags, word, group), chosen);
        let is_inside = |word: usize| {
            let scores = self.scores(tags, word, &groups.inside);
            scores[1] > scores[0]
        };
        let mut first = word;
        while first > 0 && is_inside(first - 1) {
            first -= 1;
        }
        let mut end = word + 1;
        while end < self.segment.words.len() && is_inside(end) {
            end += 1;
        }
        let status = self.kernel().best(self.scores(tags, word, &groups.status));
        Proposal {
            trigger: self.number(word),
            first: self.number(first),
            end: self.number(end),
            class: ClassId(class as u16),
            class_score: share(&groups.trigger, class),
            status: StatusId(status as u16),
            status_score: share(&groups.status, status),
            actors: Vec::new(),
            recipients: Vec::new(),
        }
    }

    fn participants(
        &self,
        proposal: &mut Proposal,
        (word, branches): (usize, &Branches),
        (vectors, pairs): (&mut Scratch, &[f32]),
        (rows, out): (&mut Vec<f32>, &mut Vec<f32>),
    ) {
        let (heads, parts) = (self.heads, self.heads.parts());
        let where_from = (heads.widths.event, parts.event_trigger, parts.event_arg);
        self.pair(&heads.event, where_from, word, (vectors, pairs), (rows, out));
        for (head, scores) in out.chunks_exact(heads.event.stride()).enumerate().take(self.segment.words.len()) {
            let scores = &scores[..heads.event.outputs()];
            let role = self.kernel().best(scores);
            if role != 0 && head != word {
                let span = branches.span(head, word);
                let participant = Participant {
                    head: self.number(head),
                    first: self.number(span.start),
                    end: self.number(span.end),
                    score: self.kernel().share(scores, role),
                };
                let list = if role == ACTOR { &mut proposal.actors } else { &mut proposal.recipients };
                list.push(participant);
            }
        }
    }
}
