"""Every recipe of docs/designers.md, followed as it stands there, has the effect that it promises."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import yaml

from empathy.course import Course
from empathy.rules import empathy_rules, service_level_rules
from empathy.service_levels import deadlines
from empathy.tiers import next_tier
from handoff_service.clock import utc_now
from handoff_service.words import Listener, Words
from tests.handbook.following import Block, Follower, recipes, run, workshop, write_down

RECIPES = recipes()
TRAINED = {
    title: blocks for title, blocks in RECIPES.items() if any("heard train" in one.text for one in blocks)
}
TRAINED["A story test"] = RECIPES["A story test"]
READINGS = "Correcting readings"  # needs the corrections of a house: tests/handoffs/test_exporting.py
QUICK = {title: blocks for title, blocks in RECIPES.items() if title not in {"A story test", READINGS}}
ASKED_FOR = (
    "A new intent", "A new acknowledgement", "A new tier", "A new language", "A new crisis resource", "An A/B test",
    "A story test", "Approving a sensitive text", READINGS,
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A workshop of one's own."""
    return workshop(tmp_path / "desk")


def yaml_of(folder: Path, name: str) -> dict:
    return yaml.safe_load((folder / name).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workshop in which every recipe that needs a training was written down, and trained once."""
    folder = workshop(tmp_path_factory.mktemp("trained") / "desk")
    for blocks in TRAINED.values():
        for block in blocks:
            if block.kind == "yaml":
                write_down(folder, block.text)
    done = run(folder, [sys.executable, "-m", "heard", "train"])
    assert done.returncode == 0, done.stderr
    return folder


def test_the_page_has_every_recipe_that_designers_need():
    assert set(ASKED_FOR) <= set(RECIPES)


@pytest.mark.parametrize("title", QUICK)
def test_a_recipe_can_be_followed_and_the_lint_says_what_the_page_says(desk, title):
    Follower(desk).follow(QUICK[title])


@pytest.mark.house
@pytest.mark.parametrize("title", TRAINED)
def test_a_recipe_that_is_trained_makes_the_conversation_go_as_it_says(trained, title):
    Follower(trained, trains=True).follow([one for one in TRAINED[title] if one.kind != "yaml"])


def test_the_first_change_is_read_without_training(desk):
    Follower(desk).follow(RECIPES["Your first change, in five minutes"])
    words = Words(desk, country="US")
    titles = [words.pick("utter_widget_title", Listener(language)).text for language in ("en", "es")]
    assert titles == ["Ask the harbor", "Pregunte al puerto"]


def test_a_new_tier_is_reached_promised_and_worded(desk):
    Follower(desk).follow(RECIPES["A new tier"])
    marks = empathy_rules(yaml_of(desk, "data/empathy/tiers.yml")).tiers
    assert next_tier(0, Course(level=0.95), rules=marks) == 4
    levels = service_level_rules(yaml_of(desk, "data/empathy/service_levels.yml"))
    now = utc_now()
    assert deadlines(4, now, levels)["resolution"] < deadlines(3, now, levels)["resolution"]
    furious = Listener("en", facts={"tier": "4"})
    assert (
        "gone much too far" in Words(desk, country="US").pick("utter_acknowledge_frustration", furious).text
    )


def test_a_new_language_is_served_where_it_has_words_and_in_english_where_not(desk):
    Follower(desk).follow(RECIPES["A new language"])
    words = Words(desk, country="US")
    assert words.served("fr") == "fr"
    assert words.pick("utter_greet", Listener(words.served("fr"))).text.startswith("Bonjour")
    assert (
        words.pick("utter_welcome", Listener("fr")).text == words.pick("utter_welcome", Listener("en")).text
    )


def test_a_new_country_gets_its_own_help(desk):
    before = Words(desk, country="FR").crisis("suicide", Listener("en")).text
    Follower(desk).follow(RECIPES["A new crisis resource"])
    words = Words(desk, country="FR")
    assert "3114" not in before
    assert "3114" in words.crisis("suicide", Listener("en")).text
    assert "112" in words.crisis("medical", Listener("es", channel="sms")).text


def test_a_promise_that_does_not_come_is_noticed(desk):
    with pytest.raises(AssertionError):
        Follower(desk).follow([Block("sh", ".venv/bin/heard check\n"), Block("text", "1 fault(s)\n")])
