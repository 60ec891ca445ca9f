"""Cues that a customer asks for a person instead of a bot, English and Spanish."""

# ruff: noqa: E501  a pattern is read whole or not at all
from __future__ import annotations

from emotion_model.rules.grammar import Rule

_PERSON = (
    "human|person|agent|representative|rep|operator|advisor|adviser|supervisor|manager|somebody|someone|people|staff|specialist|"
    "assistant|colleague|teammate|member|humans|employee"
)
_PERSONA = "persona|humano|agente|asesor|asesora|alguien|operador|operadora|representante|supervisor|encargado|ser|humana|empleado"

ASKS_FOR_PERSON: tuple[Rule, ...] = (
    Rule(
        id="person.en",
        kind="person",
        negation="cancels",
        frames="ignored",
        patterns=(
            f"talk|speak|chat|connected|transferred|connect|transfer|put|pass|escalate|get|hand|forward|escalated|patch ..3 to|with|through|me|over ..3 {_PERSON}",
            "talk|speak|chat|connect|connected|transfer|get|give ..3 real|actual|live|proper|human|living person|human|agent|being|one|people|chat|rep|someone",
            f"want|need|give|gimme|get|like|prefer|where|find|is ..3 real|actual|live|a|an|proper|your ..1 {_PERSON} ..1 now|please|here|who|to|instead|asap|not|on|already|there",
            "want|need|give|gimme|get me? a|an|the|real|your ..1 human|agent|person|representative|rep|operator|supervisor|manager",
            "real|actual|live human|person|agent|people|being|representative|rep",
            "no|not|stop|enough more|a|with|talking|the|of|to ..2 bots|bot|robot|robots|machine",
            "is there|anyone|anybody|somebody ..2 anyone|real|human|person|there|somebody ..2 talk|there|here|speak|help|real|human",
            "call me|back back|me|please",
            "agent|human|representative|operator|person please|pls|now|!",
        ),
        yes=(
            "I want to talk to a human",
            "can I speak with an agent please",
            "give me a real person",
            "put me through to your manager",
            "no more bots, get me somebody",
            "AGENT PLEASE",
        ),
        no=(
            "what is the agent fee on the sale",
            "can the person on my account be changed",
        ),
    ),
    Rule(
        id="person.es",
        kind="person",
        negation="ignored",
        frames="ignored",
        patterns=(
            f"hablar|hable|comunicar|comunicarme|comuniqueme|paseme|pasame|pasarme|transferir|transfiera|ponme|pongame|quiero|necesito|atienda|deme ..3 con|a|una|un|alguien ..2 {_PERSONA}",
            "persona|humano|agente|ser real|humano|por|de ..1",
            "no quiero ..4 robot|bot|maquina",
            "no mas robot|robots|bot|bots|maquinas",
        ),
        yes=(
            "quiero hablar con una persona",
            "páseme con un agente por favor",
            "no quiero hablar con un robot",
        ),
        no=("¿puede otra gente usar mi cuenta?",),
    ),
)
