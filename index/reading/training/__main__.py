"""Makes the reader: `make reader DATA=FOLDER`, or python -m index.reading.training FOLDER [--out FOLDER].

Interrupted, it goes on where it was when it is started again with the same folder. What it leaves in --out:
`reader.onnx` and `reader.json` to put into `index/reading/`, `log.jsonl`, `curve.png`, `calibration.json`.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from platformdirs import user_cache_path

from index.encoders import BUNDLED, load_encoder
from index.errors import SearchIndexError
from index.reading.training.curve import draw
from index.reading.training.loop import LOG, Plan
from index.reading.training.making import Places, make


def main(arguments: Sequence[str] | None = None) -> int:
    """Make a reader; exit status 1 with one sentence when it cannot be made."""
    options = _options(arguments)
    places = Places(options.data, options.cache, options.out)
    plan = Plan(**{field.name: getattr(options, field.name) for field in fields(Plan)})
    try:
        card = make(places, plan, load_encoder(BUNDLED, options.cache))
        draw(options.out / LOG, options.out / "curve.png")
    except SearchIndexError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        problem = f"{options.out} cannot be written ({error.strerror or error})"
        print(f"{problem}; free 1 GB there or give another --out.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(f"stopped; the same command goes on from the last look, in {options.out}", file=sys.stderr)
        return 130
    print(card.model_dump_json(indent=1))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(prog="reader", description=__doc__, formatter_class=formatter)
    parser.add_argument("data", type=Path, help="a folder of *.jsonl as docs/reader.md describes")
    parser.add_argument("--out", type=Path, default=Path("reader-run"), help="where files are left (reader-run)")
    parser.add_argument(
        "--cache", type=Path, default=user_cache_path("citeshelf", appauthor=False), help="of the encoder"
    )
    for field in fields(Plan):
        parser.add_argument(
            f"--{field.name}", type=type(field.default), default=field.default, help=f"({field.default})"
        )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
