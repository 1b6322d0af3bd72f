"""Trains the network that tells whether a sentence may end with a turn's last word, and
writes its weights.

    pip install numpy torch==2.15.0
    python3 scripts/ends.py TEXTS internal/dialogue/unfinished_net.bin

TEXTS has a line for each text: its source, its language (en, de, fr, es) and the text as a
JSON string, with tabs between. internal/dialogue/unfinished_net.md says what the weights
in the program were trained on. A tenth of the texts, chosen by their hashes, is not
trained on: of these the script prints how many are found when they are cut after a word,
where a given share of whole ones is above the limit, all without stops and commas.

internal/dialogue/unfinished_net.go reads the weights, and its constants are those below.
"""

import json
import re
import sys

import numpy as np
import torch
from torch import nn

WORDS, SIZE, HIDDEN, SECOND = 12, 32, 128, 32
ROW_BITS, LETTER_BITS, GAPS, TAIL = 14, 12, 4, 3
MIX, OTHER = 0x9E3779B97F4A7C15, 0xA24BAED4963EE407

CHUNK = 24      # words of a text that are looked at together
OVERLAP = 6     # of them, that a following chunk begins with and does not learn
PASSES = 2.0
BATCH = 512
RATE = 3e-3
BARE = 0.65     # of texts whose stops are taken off, half of these without commas too
OFTEN = 4       # how much more often a text in another language than English is drawn, and one of
OWN = "lessons"  # this source, where users write as simulated ones do
SELDOM = {"sgd": 0.5}  # how much more seldom those are that say the same many times

WORD = re.compile(r"[^\W_]+(?:['’ʼ\-][^\W_]+)*")
STOP = re.compile(r"[!?…\n]|\.(?:[ \t\r\n\")*]|$)")


def fnv(data):
    h = 14695981039346656037
    for c in data[:48]:
        h = (h ^ c) * 1099511628211 & (1 << 64) - 1
    return h


def tokens(text):
    """Of each word its hash, that of its last letters and what stands before it; and
    whether a sentence ends with it."""
    out, ends, last = [], [], 0
    for m in WORD.finditer(text):
        gap = 3
        if out:
            between = text[last:m.start()]
            gap = 2 if STOP.search(between) else 1 if between.strip() else 0
            ends[-1] = int(gap == 2)
        w = m.group().lower().replace("’", "'").replace("ʼ", "'")
        whole, tail = ("0", "0") if any(c in "0123456789" for c in w) else (w, w[-TAIL:])
        out.append((fnv(whole.encode()), fnv(tail.encode()), gap))
        ends.append(1)
        last = m.end()
    return out, ends


def rows(hashes, bits, by):
    with np.errstate(over="ignore"):
        h = (hashes ^ (hashes >> np.uint64(29))) * np.uint64(by)
    return (h >> np.uint64(64 - bits)).astype(np.int64)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(1 << ROW_BITS, SIZE)
        self.letters = nn.Embedding(1 << LETTER_BITS, SIZE)
        self.gaps = nn.Embedding(GAPS, SIZE)
        for table in (self.words, self.letters, self.gaps):
            nn.init.normal_(table.weight, 0, 0.1)
        self.first = nn.Conv1d(SIZE, HIDDEN, WORDS)
        self.second = nn.Linear(HIDDEN, SECOND)
        self.out = nn.Linear(SECOND, 1)
        self.drop = nn.Dropout(0.1)

    def forward(self, one, two, tail, gap):
        x = self.words(one) + self.words(two) + self.letters(tail) + self.gaps(gap)
        x = nn.functional.pad(self.drop(x).transpose(1, 2), (WORDS - 1, 0))
        h = torch.relu(self.first(x)).transpose(1, 2)
        return self.out(torch.relu(self.second(self.drop(h)))).squeeze(-1)


def read(path):
    """The texts, none twice: source, language, tokens and ends."""
    seen, kept, held = set(), [], []
    for line in open(path, encoding="utf-8"):
        source, language, text = line.rstrip("\n").split("\t", 2)
        text = json.loads(text)
        if (language, text) in seen:
            continue
        seen.add((language, text))
        words, ends = tokens(text)
        if 1 <= len(words) <= 400:
            (held if fnv(text.encode()) % 10 == 0 else kept).append((source, language, words, ends))
    return kept, held


def train(texts):
    words = np.array([w[0] for _, _, ws, _ in texts for w in ws], dtype=np.uint64)
    tails = np.array([w[1] for _, _, ws, _ in texts for w in ws], dtype=np.uint64)
    gaps = np.array([w[2] for _, _, ws, _ in texts for w in ws], dtype=np.int64)
    ends = np.array([e for _, _, _, es in texts for e in es], dtype=np.float32)
    one, two, tail = rows(words, ROW_BITS, MIX), rows(words, ROW_BITS, OTHER), rows(tails, LETTER_BITS, MIX)
    chunks, weights, at = [], [], 0
    for source, language, ws, _ in texts:
        end, p = at + len(ws), at
        while p < end:
            n = min(CHUNK, end - p)
            chunks.append((p, n, p > at))
            weights.append((OFTEN if language != "en" or source == OWN else 1) * SELDOM.get(source, 1))
            p += CHUNK - OVERLAP if p + n < end else n
        at = end
    chunks, weights = np.array(chunks), np.array(weights) / np.sum(weights)
    steps = int(PASSES * len(chunks) / BATCH)
    order = np.random.choice(len(chunks), size=steps * BATCH, p=weights)
    net = Net()
    optimizer = torch.optim.Adam(net.parameters(), lr=RATE)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    places = np.arange(CHUNK)
    for k in range(steps):
        c = chunks[order[k * BATCH:(k + 1) * BATCH]]
        inside = places < c[:, 1:2]
        at = np.where(inside, c[:, :1] + places, c[:, :1])
        gap, learn = gaps[at], inside & ~((c[:, 2:3] == 1) & (places < OVERLAP))
        bare, commas = np.random.rand(2, len(c), 1) < [[[BARE]], [[0.5]]]
        gap = np.where(bare & ((gap == 2) | ((gap == 1) & commas)), 0, gap)
        z = net(*(torch.from_numpy(x) for x in (one[at], two[at], tail[at], gap)))
        loss = nn.functional.binary_cross_entropy_with_logits(z, torch.from_numpy(ends[at]), reduction="none")
        learn = torch.from_numpy(learn)
        loss = (loss * learn).sum() / learn.sum()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if k % 200 == 199:
            print(f"step {k + 1} of {steps}: loss {loss.item():.4f}", file=sys.stderr, flush=True)
    return net.eval()


def score(net, texts):
    out = []
    for at in range(0, len(texts), 2048):
        some = [t[-CHUNK:] for t in texts[at:at + 2048]]
        width = max(map(len, some))
        h, s, g = (np.zeros((len(some), width), d) for d in (np.uint64, np.uint64, np.int64))
        for i, t in enumerate(some):
            for j, w in enumerate(t):
                h[i, j], s[i, j], g[i, j] = w
        with torch.no_grad():
            z = net(*(torch.from_numpy(x) for x in (rows(h, ROW_BITS, MIX), rows(h, ROW_BITS, OTHER), rows(s, LETTER_BITS, MIX), g)))
        out.append(-z[np.arange(len(some)), [len(t) - 1 for t in some]].numpy())
    return np.concatenate(out)


def report(net, held):
    rng = np.random.default_rng(1)
    for language in ("en", "de", "fr", "es"):
        whole, cut = [], []
        for _, of, words, ends in held:
            places = [i for i in range(4, len(words) - 1) if not ends[i]]
            if of != language or not 6 <= len(words) <= 60 or not places:
                continue
            bare = [(w, s, 0 if g in (1, 2) else g) for w, s, g in words]
            whole.append(bare)
            cut.append(bare[:rng.choice(places) + 1])
        if len(whole) < 100:
            continue
        sound, broken = np.sort(score(net, whole)), score(net, cut)
        found = ", ".join(f"{(broken > sound[int((1 - f) * len(sound))]).mean():.2f} at {f}" for f in (0.05, 0.01, 0.002))
        print(f"{language}: of {len(whole)} found {found}")


def write(net, path):
    def matrix(out, m, by_row):
        m = m.detach().numpy()
        most = np.abs(m).max(axis=1) if by_row else np.array([np.abs(m).max()])
        scale = np.maximum(most / 127, 1e-12)
        out.write(scale.astype("<f4").tobytes())
        out.write(np.round(m / (scale[:, None] if by_row else scale[0])).astype(np.int8).tobytes())

    def floats(out, x):
        out.write(x.detach().numpy().reshape(-1).astype("<f4").tobytes())

    with open(path, "wb") as out:
        for table in (net.words, net.letters, net.gaps):
            matrix(out, table.weight, False)
        matrix(out, net.first.weight.transpose(1, 2).reshape(HIDDEN, -1), True)
        floats(out, net.first.bias)
        matrix(out, net.second.weight, True)
        floats(out, net.second.bias)
        floats(out, net.out.weight)
        floats(out, net.out.bias)


def main(texts, path):
    torch.manual_seed(3)
    np.random.seed(3)
    kept, held = read(texts)
    print(f"{len(kept)} texts to train on, {len(held)} held out", file=sys.stderr)
    net = train(kept)
    report(net, held)
    write(net, path)


if __name__ == "__main__":
    main(*sys.argv[1:])
