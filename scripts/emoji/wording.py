"""Captions of emoji."""

import re

from catalogue import Emoji

# What no one counts, or what is no thing: "a bacon", "three foggies".
UNCOUNTED = set("""
    bacon badminton bowling bread broccoli butter camping candy construction cooking coral custard dna fire fog foggy garlic
    ice lacrosse locked luggage mate metro oden popcorn sake salt spaghetti sushi unlocked wood yarn
    biohazard cinema copyright divide infinity information minus multiply plus prohibited radioactive registered warning
    """.split())
UNCOUNTED |= {"potable water", "non-potable water", "high voltage", "canned food", "baggage claim", "passport control", "left luggage",
              "baguette bread", "cooked rice", "curry rice", "shaved ice", "ice cream", "soft ice cream", "pouring liquid", "milky way",
              "field hockey", "ice hockey", "ping pong", "horse racing", "breast-feeding", "star-struck", "exploding head",
              "dashing away", "rolling on the floor laughing", "vibration mode", "performing arts", "mount fuji", "mx claus"}
NO_ARTICLE = {"no", "two", "people", "men", "women", "children", "input", "one", "three", "four", "five", "six", "seven", "eight",
              "nine", "ten", "eleven", "twelve", "one-thirty", "two-thirty", "three-thirty", "four-thirty", "five-thirty",
              "six-thirty", "seven-thirty", "eight-thirty", "nine-thirty", "ten-thirty", "eleven-thirty", "twelve-thirty"}
COLOURS = {"black", "blue", "brown", "green", "orange", "purple", "red", "white", "yellow"}
# Groups whose pictures are things and animals.
THINGS = {"Animals & Nature", "Food & Drink", "Travel & Places", "Activities", "Objects"}


def captions(emoji: Emoji, style: str) -> list[str]:
    """The plain one first; CLDR's keywords last."""
    thing = phrase(emoji.name)
    texts = [f"{article(style)} {style} drawing of {thing}", f"{thing} in {style} style"]
    keywords = [word for word in emoji.keywords if word != emoji.name][:5]
    return texts + ([f"{style} style: {', '.join(keywords)}"] if keywords else [])


def noun_caption(emoji: Emoji) -> str | None:
    """"A red apple.", as `scenes` reads it, for what is a single thing with a name of one word; nil for all else."""
    *colour, noun = emoji.name.split(" ")
    if emoji.group not in THINGS or len(colour) > 1 or not set(colour) <= COLOURS or noun in UNCOUNTED:
        return None
    if not re.fullmatch("[a-z]{2,}", noun) or is_plural(noun):
        return None
    return f"{article(emoji.name).capitalize()} {emoji.name}."


def phrase(name: str) -> str:
    """The name with its article, where it takes one."""
    words = name.split(" ")
    head = re.split(r":| (?:with|of|in|on|at|over|from|behind|without|showing|for) ", name)[0]
    is_person = words[0] in {"person", "man", "woman"} and " and " not in name
    is_proper = words[0][0].isupper() and head.split(" ")[-1][0].isupper()
    if name in UNCOUNTED or words[0] in NO_ARTICLE or is_proper or (is_plural(head) and not is_person):
        return name
    return f"{article(name)} {name}"


def is_plural(noun: str) -> bool:
    return noun.endswith("s") and not noun.endswith(("ss", "us", "os", "lens"))


def article(name: str) -> str:
    if name.startswith(("uni", "one", "ewe", "euro", "UP!")):
        return "a"
    return "an" if name[0].lower() in "aeiou" or name.startswith(("hour", "SOS", "NG", "x-ray")) else "a"
