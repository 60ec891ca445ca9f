"""Each rule does what the sentences beside it say."""

import pytest

from emotion_model.rules import CUES, RULES
from emotion_model.rules.cues import find
from emotion_model.rules.grammar import Rule, RuleFault, compiled
from emotion_model.rules.people import ASKS_FOR_PERSON
from emotion_model.tokens import cut


@pytest.mark.parametrize(("rule", "text"), [(rule.id, text) for rule in CUES for text in rule.yes])
def test_a_rule_fires_on_its_examples(rule, text):
    assert rule in {cue.rule for cue in find(cut(text)).cues}


@pytest.mark.parametrize("text", [text for rule in CUES for text in rule.no])
def test_no_rule_fires_on_a_counterexample(text):
    assert find(cut(text)).cues == ()


@pytest.mark.parametrize("text", [text for rule in ASKS_FOR_PERSON for text in rule.yes])
def test_a_person_is_asked_for(text):
    assert find(cut(text)).asks_for_person


@pytest.mark.parametrize("text", [text for rule in ASKS_FOR_PERSON for text in rule.no])
def test_nobody_asked_for_a_person(text):
    assert not find(cut(text)).asks_for_person


def test_every_cue_has_examples_of_both_sorts():
    assert all(rule.yes and rule.no for rule in CUES)


def test_rules_have_names_of_their_own():
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_an_unknown_word_list_is_named():
    with pytest.raises(RuleFault, match="@nobody"):
        compiled(Rule(id="x", kind="suicide", patterns=("@nobody dies",), yes=("",)), {})


def test_a_pattern_of_gaps_alone_is_refused():
    with pytest.raises(RuleFault, match="at least one word"):
        compiled(Rule(id="x", kind="suicide", patterns=(".. ..",), yes=("",)), {})
