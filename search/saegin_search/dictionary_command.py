"""`saegin dict`: what helps to write dictionary.txt."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from saegin_search.arguments import ContentArgument, IndexOption, JsonOption
from saegin_search.console import complain, print_json

dictionary = typer.Typer(help="Words of your own, in dictionary.txt.", no_args_is_help=True, rich_markup_mode=None)


@dictionary.command("suggest")
def suggest_words(
    content: ContentArgument = None,
    index_dir: IndexOption = None,
    limit: Annotated[int, typer.Option(help="Words to show.", metavar="N", min=1)] = 40,
    as_json: JsonOption = False,
) -> None:
    """Words of the posts that the analyzer takes apart because it does not know them.

    \b
    saegin dict suggest >> dictionary.txt
    """
    from saegin_index.config import load_config
    from saegin_index.korean.dictionary import read_dictionary
    from saegin_index.store.reader import IndexReader
    from saegin_search.new_words import new_words
    from saegin_search.terminal import render_new_words

    config = load_config(content, index_dir, Path.cwd())
    known = read_dictionary(config.dictionary_file)
    words = new_words(IndexReader.open(config.index_dir), known)[:limit]
    if as_json:
        print_json({"words": [asdict(word) for word in words]})
    elif words:
        typer.echo("\n".join(render_new_words(words)))
        if config.home != Path.cwd().resolve():
            complain(f"the file that counts is {config.dictionary_file}")
    else:
        complain("no word to suggest: the analyzer knows those that several posts have")
