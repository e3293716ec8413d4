#!/usr/bin/env python3
"""Makes Tests/Fixtures/transformers: tiny CLIP and BERT models with random weights, and what transformers and Pillow compute of them.

usage: transformers_fixtures.py FOLDER

States are float64 results rounded to float32; pictures are those of `picture` below, which the tests make for themselves.
"""
import json
import pathlib
import sys

import numpy
import torch
from PIL import Image
from safetensors.numpy import save_file
from transformers import BertConfig, BertModel, BertTokenizer, CLIPConfig, CLIPModel, CLIPTokenizer
from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil

from transformers_peers import randomise

CAPTIONS = ["", "a cat", "A photo depicts two red cats", "the dog's 3 cats & a cat on the hat, the hat of the cat and the dog and the cat"]
SIZES = [(50, 37), (20, 31), (32, 32), (97, 33)]
RESIZED = [((50, 37), (20, 31)), ((20, 31), (50, 37)), ((33, 40), (33, 17)), ((40, 33), (9, 33)), ((5, 1), (2, 3)), ((64, 3), (1, 1))]


def picture(width: int, height: int, channels: int = 3) -> numpy.ndarray:
    """[height, width, channels]; all of 0...255, edges included."""
    y, x, c = numpy.mgrid[0:height, 0:width, 0:channels]
    return ((x * x * 3 + y * 7 * (c + 1) + x * y + ((x * 37) ^ (y * 91)) * (c + 2)) & 255).astype(numpy.uint8)


def floats(tensor: torch.Tensor) -> numpy.ndarray:
    return numpy.ascontiguousarray(tensor.detach().numpy().astype(numpy.float32))


def clip(folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    letters = [chr(code) for code in [*range(33, 127), *range(161, 173), *range(174, 256)]]
    letters += [chr(256 + n) for n in range(256 - len(letters))]
    merges = ["c a", "ca t</w>", "t h", "th e</w>", "d o", "do g</w>", "a n", "an d</w>"]
    words = letters + [letter + "</w>" for letter in letters] + [m.replace(" ", "") for m in merges]
    vocabulary = {word: number for number, word in enumerate(words + ["<|startoftext|>", "<|endoftext|>"])}
    (folder / "vocab.json").write_text(json.dumps(vocabulary, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(merges) + "\n")
    end = vocabulary["<|endoftext|>"]
    text = dict(hidden_size=16, intermediate_size=40, num_hidden_layers=3, num_attention_heads=2, vocab_size=end + 1,
                max_position_embeddings=20, eos_token_id=end, bos_token_id=end - 1, pad_token_id=end)
    vision = dict(hidden_size=24, intermediate_size=36, num_hidden_layers=2, num_attention_heads=3, image_size=32, patch_size=8,
                  hidden_act="gelu")
    torch.manual_seed(0)
    model = CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=12)).eval()
    randomise(model, 3)
    model.half().save_pretrained(folder)
    tokenizer = CLIPTokenizer.from_pretrained(folder)
    processor = CLIPImageProcessorPil(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})
    kept = ("do_resize", "size", "resample", "do_center_crop", "crop_size", "do_rescale", "rescale_factor", "do_normalize", "image_mean",
            "image_std")
    steps = json.loads(processor.to_json_string())
    (folder / "preprocessor_config.json").write_text(json.dumps({key: steps[key] for key in sorted(kept)}))
    model.double()
    tokens = tokenizer(CAPTIONS, padding="max_length", truncation=True, max_length=20, return_tensors="pt").input_ids
    odd = torch.randint(0, end + 1, (3, 9), generator=torch.Generator().manual_seed(3))
    odd[:, 4] = 7
    pixels = torch.from_numpy(processor([Image.fromarray(picture(*size)) for size in SIZES], return_tensors="np")["pixel_values"])
    with torch.inference_mode():
        states = model.text_model(tokens, output_hidden_states=True)
        seen = model.vision_model(pixels.double(), output_hidden_states=True)
        image, caption = model.get_image_features(pixels.double()).pooler_output, model.get_text_features(tokens).pooler_output
        cosines = torch.nn.functional.cosine_similarity(image[:, None], caption[None], dim=-1)
        expected = {"tokens": tokens.numpy().astype(numpy.float32), "text": floats(states.last_hidden_state),
                    "pooled": floats(states.pooler_output), "text_features": floats(caption), "pixels": pixels.numpy(),
                    "vision": floats(seen.last_hidden_state), "vision_pooled": floats(seen.pooler_output),
                    "image_features": floats(image), "scores": floats(2.5 * cosines.clamp(min=0)), "odd": floats(odd)}
        for layer, state in enumerate(states.hidden_states):
            expected[f"text.{layer}"] = floats(state)
        for layer, state in enumerate(seen.hidden_states):
            expected[f"vision.{layer}"] = floats(state)
        for number in (2, 7):
            model.text_model.eos_token_id = number
            expected[f"odd_pooled.{number}"] = floats(model.text_model(odd).pooler_output)
    save_file(expected, folder / "expected.safetensors")


def bert(folder: pathlib.Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "cat", "##s", "photo", "de", "##pict", "two", "red", "the", "dog", "'",
             "s", "on", "hat", ",", "of", "and"]
    (folder / "vocab.txt").write_text("\n".join(words) + "\n")
    torch.manual_seed(0)
    model = BertModel(BertConfig(hidden_size=16, intermediate_size=40, num_hidden_layers=3, num_attention_heads=2, vocab_size=len(words),
                                 max_position_embeddings=32)).eval()
    randomise(model, 2)
    model.half().save_pretrained(folder)
    tokenizer = BertTokenizer(vocab=str(folder / "vocab.txt"), do_lower_case=True)
    model.double()
    batch = tokenizer(CAPTIONS, padding=True, truncation=True, max_length=16, return_tensors="pt")
    mask = batch.attention_mask
    with torch.inference_mode():
        states = model(batch.input_ids, attention_mask=mask, output_hidden_states=True).hidden_states
    means = (states[-1] * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
    expected = {"tokens": batch.input_ids.numpy().astype(numpy.float32), "mask": mask.numpy().astype(numpy.float32), "means": floats(means)}
    for layer, state in enumerate(states):
        expected[f"text.{layer}"] = floats(state * mask[..., None])
    save_file(expected, folder / "expected.safetensors")


def bicubic(file: pathlib.Path) -> None:
    expected = {}
    for (size, new) in RESIZED:
        for channels, mode in ((1, "L"), (3, "RGB"), (4, "RGBX")):
            image = Image.fromarray(picture(*size, channels).squeeze(-1) if channels == 1 else picture(*size, channels), mode=mode)
            resized = numpy.asarray(image.resize(new, Image.Resampling.BICUBIC)).reshape(new[1], new[0], channels)
            expected["-".join(map(str, (*size, *new, channels)))] = numpy.ascontiguousarray(resized)
    save_file(expected, file)


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    clip(target / "clip")
    bert(target / "bert")
    bicubic(target / "bicubic.safetensors")
