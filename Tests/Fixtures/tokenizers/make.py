#!/usr/bin/env python3
"""Texts and their numbers by Hugging Face's CLIPTokenizerFast and BertTokenizerFast (transformers 5.24, tokenizers 0.23.3).

Usage: make.py bpe_simple_vocab_16e6.txt.gz vocab.txt CLDR_ANNOTATIONS_FOLDER
Writes clip-8000.txt.gz (the list's first 8,000 merges), bert-vocab.txt.gz (all of it) and cases.json beside this script.
"""
import gzip
import json
import pathlib
import random
import sys
import xml.etree.ElementTree

from transformers import BertTokenizerFast, CLIPTokenizerFast

openai, bert, annotations = sys.argv[1:]
here = pathlib.Path(__file__).parent
random.seed(15)


def pack(name, text):
    (here / name).write_bytes(gzip.compress(text.encode(), 9, mtime=0))


lines = gzip.decompress(pathlib.Path(openai).read_bytes()).decode().split("\n")[: 1 + 8000]
pack("clip-8000.txt.gz", "\n".join(lines) + "\n")
vocabulary = pathlib.Path(bert).read_text()
pack("bert-vocab.txt.gz", vocabulary)

merges = [tuple(line.split()) for line in lines[1:]]
printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
others = [byte for byte in range(256) if byte not in printable]
letters = [chr(byte) for byte in printable] + [chr(256 + place) for place in range(len(others))]
tokens = letters + [letter + "</w>" for letter in letters] + ["".join(pair) for pair in merges] + ["<|startoftext|>", "<|endoftext|>"]
clip_tokenizer = CLIPTokenizerFast(vocab={token: number for number, token in enumerate(tokens)}, merges=merges)
bert_tokenizer = BertTokenizerFast(vocab={token: number for number, token in enumerate(vocabulary.split("\n")[:-1])})

names = []
for file in sorted(pathlib.Path(annotations).glob("*.xml")):
    found = [(entry.get("cp") or "") + " " + (entry.text or "") for entry in xml.etree.ElementTree.parse(file).getroot().iter("annotation")]
    names += random.sample(found, min(len(found), 1))
odd = (
    "\0 \x01 \t \n \r\n \x0b \x0c \x1c \x85 \xa0 \u2003 \u200b \u200d \ufe0f \u2028 \u2029 \ufeff \ufffd \ue000 \u0301 \u0345 \u0327 \u0300\u0316 \xad "
    "' 's 'S 'LL \u2019s ''s n't 're <|endoftext|> <|startoftext|> <|ENDOFTEXT|> <|endoftext|>!! [MASK] [mask] [CLS][SEP] ##ing </w> &amp; \u0130 \xdf "
    "\u017f \u212a \u212b \ufb01 \u01c5 \u03a3 \u03c2 \u1f71 \uac00\u11a8 \u1100\u1161\u11a8 \uac01 \u6f22 \ufa11 \U00020000 \u2329 \u037e \u1fef "
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308 \U0001f1e9\U0001f1ea \U0001f44d\U0001f3fd \U0001fae8 \u2460 \xbd \u2167 "
    "\u0663 \u0969 \uff41\uff22 \u2026 \u201c \u2014 \u0f71\u0f72 \u1e9b\u0323 \U0001d15e \u0958 \u09cb \u0344 \u166d \U000111c9 \u1734 \u1885 \ua9bd "
    "\u0eba\u0301 \u089a\u0301 \u09fd \u2e43 \U0001e030 \u08e2 \U0002b820 \U0002b920 \U00011938 \U0003134a \U0010fffd"
).split(" ")
texts = ["", " ", "a photo of a cat", "A PHOTO of 2 cats' dog-house; don't!", "x" * 100, "x" * 101, "\xe9" * 101, "a" * 700, "ab" * 300, "!" * 300]
texts += [f"a{part}b" for part in odd] + [f" {part} " for part in odd]
for _ in range(60):
    letters = list(random.choice(names))
    for part in random.sample(odd, 3):
        letters.insert(random.randint(0, len(letters)), part)
    texts.append("".join(letters))
texts += random.sample(names, min(len(names), 100))
texts.append(" ".join(" ".join(names).split()[:200]))

cases = []
for text in texts:
    numbers = [list(tokenizer.backend_tokenizer.encode(text, add_special_tokens=False).ids) for tokenizer in (clip_tokenizer, bert_tokenizer)]
    cases.append({"text": text, "clip": numbers[0], "bert": numbers[1]})
(here / "cases.json").write_text("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
print(len(cases), "cases")
