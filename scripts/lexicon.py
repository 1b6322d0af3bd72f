"""Writes the lexicon by which turns that break off inside a word are told: known words
and their beginnings in English, German, French and Spanish, as Bloom filters (1970).

    pip install wordfreq==3.1.1
    python3 scripts/lexicon.py internal/dialogue/unfinished_lexicon.bin

internal/dialogue/unfinished_lexicon.md says whose the words are; what is written is under
CC BY-SA 4.0, as they are. The same package gives
the same bytes; internal/dialogue/unfinished_lexicon.go reads them, and its constants are
those below.
"""

import sys

import wordfreq

LANGUAGES = ["en", "de", "fr", "es"]
BYTES = 192 << 10  # of a language
PLACES = 4         # bits of a word
START = 0xA24BAED4963EE407  # parts beginnings from words

WORDS = 90_000    # the most frequent of a language
ENTRIES = 180_000  # words and beginnings
SURE = 5_000      # words so frequent are words, whatever else begins with them
RARE = 20_000     # words as rare are often broken in the texts that were counted
OUTWEIGHED = 200  # how much more frequent what begins with a word makes that a beginning
RARELY = 50       # the same of a rare one
LETTERS = 2       # that a beginning has at least


def entries(language):
    """The words of a language, and what begins one and is none, or is hardly ever one."""
    words = [w for w in wordfreq.iter_wordlist(language, "large") if w.replace("'", "").isalpha()]
    often = {w: wordfreq.word_frequency(w, language, "large") for w in words}
    longer = {}
    for w in words:
        for n in range(LETTERS, len(w)):
            longer[w[:n]] = longer.get(w[:n], 0) + often[w]
    known = [w for i, w in enumerate(words[:WORDS])
             if i < SURE or longer.get(w, 0) <= (OUTWEIGHED if i < RARE else RARELY) * often[w]]
    isknown = set(known)
    starts = sorted((s for s in longer if s not in isknown), key=lambda s: (-longer[s], s))
    return known, starts[:ENTRIES - len(known)]


def fnv(word):
    h = 14695981039346656037
    for c in word.encode():
        h = (h ^ c) * 1099511628211 & (1 << 64) - 1
    return h


def add(bits, h):
    h = (h ^ h >> 29) * 0x9E3779B97F4A7C15 & (1 << 64) - 1
    at, step = h >> 32, h & 0xFFFFFFFF | 1
    for _ in range(PLACES):
        place = at * (8 * BYTES) >> 32
        bits[place >> 3] |= 1 << (place & 7)
        at = at + step & 0xFFFFFFFF


def main(path):
    with open(path, "wb") as out:
        for language in LANGUAGES:
            bits = bytearray(BYTES)
            known, starts = entries(language)
            for w in known:
                add(bits, fnv(w))
            for s in starts:
                add(bits, fnv(s) ^ START)
            out.write(bits)
            print(f"{language}: {len(known)} words, {len(starts)} beginnings", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1])
