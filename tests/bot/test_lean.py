"""The caches change how fast Rasa is, never what it answers; and none of it meets another Rasa."""

from __future__ import annotations

import jsonschema
import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.engine.graph import SchemaNode
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet

from bot import lean
from bot.errors import WrongRasa
from bot.preflight import newest_model
from bot.version_guard import require_rasa
from tests.bot.conftest import ASSISTANT
from tests.fakes.bot_process import ROOT

SCHEMA = RemoteAction.action_response_format_spec()
ANSWERS = [
    {},
    {"events": [], "responses": []},
    {"events": [{"event": "slot", "name": "a", "value": 1}]},
    {"events": [{"event": "slot"}]},
    {"events": 7},
    {"responses": ["x"]},
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_the_compiled_check_agrees_with_rasas(answer: dict) -> None:
    check = lean.compiled_validation(SCHEMA)
    try:
        jsonschema.validate(answer, SCHEMA)
        agreed = True
    except jsonschema.ValidationError:
        agreed = False
    if agreed:
        assert check(None, answer)
    else:
        with pytest.raises(jsonschema.ValidationError):
            check(None, answer)


def test_remembered_event_classes_are_rasas() -> None:
    resolve = lean.remembered(Event.resolve_by_type)
    for name in ("slot", "user", "bot", "action", "active_loop", "session_started", "slot"):
        assert resolve(name) is Event.resolve_by_type(name)
    assert resolve("no such event", SlotSet) is SlotSet
    for unknown in (resolve, Event.resolve_by_type):
        with pytest.raises(ValueError, match="no such event"):
            unknown("no such event")


def test_nodes_run_after_what_they_need() -> None:
    def node(**needs: str) -> SchemaNode:
        return SchemaNode(needs=needs, uses=object, fn="run", constructor_name="create", config={})  # type: ignore[arg-type]

    nodes = {
        "d": node(a="b", b="c"),
        "c": node(x="a"),
        "b": node(x="a"),
        "a": node(message="__message__"),
        "z": node(),
    }
    order = [name for name, _ in lean.order_of(nodes, ["d"])]
    assert order == ["a", "b", "c", "d"]


@pytest.mark.parametrize("text", ["my bill is too high", "on monday", "xyzzy", "/greet", "😡"])
def test_the_graph_gives_the_same_without_dask(assistant, tmp_path, text: str) -> None:
    metadata, runner = load_predict_graph_runner(
        tmp_path, newest_model(assistant / "models"), LocalModelStorage, DaskGraphRunner
    )
    stock = runner.__class__.__dict__["run"] if lean.run_in_order is not DaskGraphRunner.run else None
    assert stock is not None, "the caches must not be installed in the process that runs the tests"
    asked = {
        "inputs": {"__message__": [UserMessage(text)], "__tracker__": None},
        "targets": [metadata.nlu_target],
    }
    with_dask, without = runner.run(**asked), lean.run_in_order(runner, **asked)
    shown = [
        answer[metadata.nlu_target][0].as_dict(only_output_properties=True) for answer in (with_dask, without)
    ]
    for one in shown:
        one.pop("message_id", None)
    assert shown[0] == shown[1]


def test_a_stored_domain_is_the_same_parsed_once(tmp_path) -> None:
    for source in (ROOT, ASSISTANT):
        Domain.load(str(source / "domain.yml")).persist(tmp_path / "domain.yml")
        ours, rasas = lean.domain_in(tmp_path), Domain.from_path(tmp_path)
        assert ours.as_dict() == rasas.as_dict()
        assert ours.fingerprint() == rasas.fingerprint()
        assert [slot.name for slot in ours.slots] == [slot.name for slot in rasas.slots]
        assert ours.action_names_or_texts == rasas.action_names_or_texts


def test_another_rasa_is_refused_by_name() -> None:
    require_rasa("bot/lean.py")
    with pytest.raises(WrongRasa, match=r"bot/lean\.py.*3\.6\.21.*3\.7\.0"):
        require_rasa("bot/lean.py", found="3.7.0")
