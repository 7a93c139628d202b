"""Index a folder of documents and search it: python examples/search_a_folder.py FOLDER QUERY.

Everything is imported from `indexer` itself, its front door. The index is made in a temporary
folder here; a program that runs often keeps it, and calls `update` in place of `reindex`.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

if __package__ in (None, ""):  # in a checkout the package stands one folder up
    sys.path.append(str(Path(__file__).resolve().parents[1]))

from indexer import Archive, ArchiveError, SearchRequest, Snippet, load_settings, reindex


def main() -> None:
    folder, query = Path(sys.argv[1]), sys.argv[2]
    with TemporaryDirectory() as index:
        settings = load_settings().with_folders(corpus=folder, index=Path(index))
        try:
            report = reindex(settings)
        except ArchiveError as error:  # every deliberate error is one of these
            sys.exit(str(error))
        print(f"{report.documents} documents, {report.words} words")
        for error in report.skipped:
            print(f"skipped {error}", file=sys.stderr)
        with Archive(settings) as archive:
            page = archive.search(SearchRequest(query, page_size=3))
    print(f"{page.total} documents have {query}")
    for hit in page.hits:
        print(f"\n{marked(hit.title)}  ({hit.document.id})")
        for snippet in hit.snippets:
            print(f"  … {marked(snippet)} …")


def marked(snippet: Snippet) -> str:
    """`snippet` with its matches in brackets: pieces of text, each a match or not."""
    pieces = (f"[{piece.text}]" if piece.match else piece.text for piece in snippet)
    return " ".join("".join(pieces).split())


if __name__ == "__main__":
    # Indexing may start processes, which import this file.
    main()
