"""The flow of rules and stories: nothing left out, ways that part drawn from where they part, every place linked."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from handoff_service.preview.designs import Library
from handoff_service.preview.drawing import drawing
from handoff_service.preview.paths import Node, forest, paths_of
from tests.fakes.designer import Designer
from tests.preview.test_files import library

__all__ = ["library"]


def trees(text: str, tmp_path: Path) -> list[Node]:
    (tmp_path / "data/rules").mkdir(parents=True)
    (tmp_path / "data/rules/x.yml").write_text(text, encoding="utf-8")
    return forest(paths_of(Library(tmp_path, trained=tmp_path / "none").now().documents))


def told(nodes: list[Node]) -> list[object]:
    return [(*node.names, *told(node.children)) for node in nodes]


def rule(*steps: str, condition: str = "") -> str:
    head = f"  condition: [{{active_loop: {condition}}}]\n" if condition else ""
    listed = "".join(f"  - {{{step}}}\n" for step in steps)
    return f"- rule: {'-'.join(steps)!r}\n{head}  steps:\n{listed}"


def test_a_rule_that_begins_with_an_answer_goes_on_where_that_answer_stands(tmp_path: Path) -> None:
    text = "rules:\n" + rule("action: utter_ask", "intent: affirm", "action: act")
    text += rule("intent: bill", "action: utter_ask") + rule("action: utter_else", "intent: deny")
    assert told(trees(text, tmp_path)) == [
        ("bill", ("utter_ask", ("affirm", ("act",)))),
        ("utter_else", ("deny",)),
    ]


def test_what_is_said_with_the_same_effect_is_drawn_once(tmp_path: Path) -> None:
    same = [rule(f"intent: {name}", "action: f", "active_loop: f", condition="f") for name in ("a", "b", "c")]
    other = rule("intent: stop", "action: utter_left", "active_loop: null", condition="f")
    found = trees("rules:\n" + "".join(same) + other, tmp_path)
    assert told(found) == [("f", ("a", "b", "c", ("f",)), ("stop", ("utter_left", ("form ends",))))]
    assert [node.kind for node in (found[0], found[0].children[0].children[0])] == ["while", "form"]


def test_every_step_of_every_rule_and_story_of_the_house_is_in_its_drawing(
    library: Library, designs: Path
) -> None:
    for document in library.now().documents:
        paths = list(paths_of([document]))
        boxes = drawing(forest(paths), address=lambda node: node.paths[0].name).boxes if paths else []
        shown = " ".join(line for box in boxes for _, line in box.lines)
        assert [step.name for path in paths for step in path.steps if step.name not in shown] == []


def test_boxes_never_lie_on_one_another(library: Library) -> None:
    for document in library.now().documents:
        boxes = drawing(forest(paths_of([document])), address=lambda _: "").boxes
        for at, one in enumerate(boxes):
            for two in boxes[at + 1 :]:
                aside = one.x + one.width <= two.x or two.x + two.width <= one.x
                below = one.y + one.height <= two.y or two.y + two.height <= one.y
                assert aside or below, (document.file, one.lines, two.lines)


async def test_each_rule_of_the_house_is_listed_with_its_file_and_line(
    designer: Designer, designs: Path
) -> None:
    await designer.look("/preview/flow")
    for file in (designs / "data" / "rules").glob("*.yml"):
        names = [one["rule"] for one in yaml.safe_load(file.read_text(encoding="utf-8"))["rules"]]
        listed = designer.page.split(f'id="list-rules-{file.stem}"')[1].split("</ul>")[0]
        assert listed.count("<li>") == len(names)
        places = re.findall(rf"files/data/rules/{file.stem}\.yml#line-(\d+)", listed)
        lines = file.read_text(encoding="utf-8").splitlines()
        assert all("rule:" in lines[int(line) - 1] for line in places)


async def test_the_filter_keeps_what_mentions_an_intent_and_says_when_nothing_does(
    designer: Designer,
) -> None:
    await designer.look("/preview/flow?find=missed_visit")
    assert 'id="topic-rules-visits" open' in designer.page
    assert "topic-rules-mobile" not in designer.page
    await designer.look("/preview/flow?find=no-such-thing")
    assert "No rule or story mentions “no-such-thing”." in designer.page


async def test_a_line_of_a_file_can_be_shown(designer: Designer) -> None:
    await designer.look("/preview/files/data/rules/care.yml")
    assert '<li id="line-4"><code>- rule: &#34;a death' in designer.page
    assert "vscode://file/" in designer.page


async def test_a_broken_file_of_rules_leaves_the_flow_as_it_was(designer: Designer, designs: Path) -> None:
    await designer.look("/preview/flow")
    (designs / "data/rules/care.yml").write_text("rules: [", encoding="utf-8")
    await designer.look("/preview/flow")
    assert "data/rules/care.yml:1" in designer.page
    assert "report_bereavement" in designer.page
