"""Whoever wants no more texts is heard, in keywords and in plain words; whoever means something else is not silenced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from empathy.optout import HELP, START, STOP, Wish, wish_of

KEYWORDS = ["STOP", "STOPALL", "UNSUBSCRIBE", "END", "QUIT", "REVOKE", "OPTOUT", "CANCEL"]
PLAIN = {
    "en": """please don't text me again
Please don’t text me again.
do not text me
Don't message me anymore!
stop texting me
Stop sending me messages
stop sending these texts please
No more texts
no more messages, thanks
never contact me again
I don't want any more texts from you
I no longer want to receive your messages
I said stop texting me
Can you stop texting me?
ok. stop texting me. I mean it
take me off your list
Remove my number from the list
remove me
opt me out
I want to opt out
I'd like to unsubscribe
Don't send me any more text messages
stop messages
Please stop
I revoke my consent
lose my number
don't text me, call me instead
Stop texting me about this""",
    "es": """no me escriban más
No me escriba mas por favor
No me manden más mensajes
No me envíe mensajes
ya no me escriban
Por favor, no me mande más textos
Deje de escribirme
dejen de mandarme mensajes
No quiero más mensajes
no quiero recibir más mensajes de texto
No quiero que me escriban
No más mensajes
basta de mensajes
quítenme de la lista
quiero darme de baja de los mensajes
no más
PARAR
alto""",
}
OTHERS = """my ex won't stop texting me
someone keeps texting me and I want it to stop
why did you stop texting me
don't stop texting me
can you text me the address
How do I stop spam texts from scammers?
don't text me after nine
please don't hang up
stop the technician from coming
I want to cancel my order
cancel my appointment
this has to end
end my contract
quit asking
help me
can you help me with my bill
start my service
yes please
no me llamen al trabajo
quiero darme de baja
quiero parar el servicio
no me manden un técnico
no quiero más excusas
no puedo más
dejen de cobrarme""".splitlines()


@pytest.mark.parametrize("word", KEYWORDS)
@pytest.mark.parametrize("dress", ["{}", " {} ", "{}.", "“{}”", "{}!!", "\n{}\t"])
def test_a_keyword_alone_stops_texts(word, dress):
    for spelt in (word, word.lower(), word.title()):
        assert wish_of(dress.format(spelt)) == Wish("stop", "keyword")


@pytest.mark.parametrize(
    ("language", "text"),
    [(language, text) for language, texts in PLAIN.items() for text in texts.splitlines()],
)
def test_plain_words_stop_texts_too(language, text):
    assert wish_of(text) == Wish("stop", "words", language)


@pytest.mark.parametrize("text", OTHERS)
def test_whoever_means_something_else_is_not_silenced(text):
    assert wish_of(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("START", "start"), ("unstop", "start"), ("Help!", "help"), ("info", "help"), ("AYUDA", "help")],
)
def test_start_and_help_are_heard(text, kind):
    assert wish_of(text) == Wish(kind, "keyword")


def test_yes_turns_texts_on_only_for_somebody_who_stopped_them():
    assert wish_of("YES") is None
    assert wish_of("YES", stopped=True) == Wish("start", "keyword")


@pytest.mark.parametrize("kind", ["STOP", "START", "HELP"])
def test_what_twilio_says_is_believed_first(kind):
    assert wish_of("whatever was written", carrier=kind) == Wish(kind.lower(), "carrier")
    assert wish_of("stop", carrier="something new") == Wish("stop", "keyword")


@given(st.text(max_size=60))
def test_no_text_is_an_error(text):
    found = wish_of(text)
    assert found is None or found.kind in ("stop", "start", "help")


@pytest.mark.parametrize(
    "piece", ["ok ", "please, ", "no ", "ya ", "stop texting me again ", "no me escriba más "]
)
def test_long_messages_are_read_to_their_end(piece):
    text = (piece * 1000)[:4000]
    assert wish_of(text + "x") is None


def test_the_keywords_are_disjoint():
    assert len(STOP | START | HELP) == len(STOP) + len(START) + len(HELP)
