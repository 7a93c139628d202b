"""Running heads, footers and page numbers."""

from __future__ import annotations

from indexer.ingest.pdf.running_heads import EdgeLine, edge_lines, marginal_lines


def pages(heads: list[str]) -> list[EdgeLine]:
    edges: list[EdgeLine] = []
    for page, head in enumerate(heads):
        body = [f"السطر الأول من الصفحة {'ابجدهوزحطي'[page]}"]
        edges += edge_lines(
            page, [0.05, 0.12, 0.5, 0.6, 0.95], [head, *body, "ا", "ب", str(page + 1)]
        )
    return edges


def test_a_head_on_every_page_is_marginal() -> None:
    assert marginal_lines(pages(["الجريدة الرسمية عدد 12"] * 4)) == {n: {0, 4} for n in range(4)}


def test_a_head_of_the_left_pages_is_marginal() -> None:
    found = marginal_lines(pages(["باب", "فصل"] * 3))
    assert all(0 in found[page] for page in range(6))


def test_a_line_on_two_pages_is_text() -> None:
    heads = ["باب", "باب", "فصل", "قسم", "ملحق", "فهرس"]
    assert all(0 not in lines for lines in marginal_lines(pages(heads)).values())


def test_a_number_alone_at_the_foot_is_the_number_of_the_page() -> None:
    assert marginal_lines(edge_lines(0, [0.1, 0.96], ["النص كله", "- 12 -"])) == {0: {1}}


def test_a_number_in_the_text_stays() -> None:
    assert marginal_lines(edge_lines(0, [0.1, 0.5], ["النص كله", "12"])) == {}
