"""A cry for help is heard, however it is told; an idiom does not stop the house."""

import pytest

PADDING = "The router came late, the second one had the wrong plug, and the invoice shows a fee that I never agreed to. "
PLAIN = (
    ("I want to kill myself", "suicide"),
    ("im gonna unalive myself", "suicide"),
    ("I've been cutting myself again", "self_harm"),
    ("my husband hits me and I am scared to go home", "abuse_danger"),
    ("I think I'm having a heart attack", "medical"),
    ("my mother passed away last week", "bereavement"),
    ("I lost my job and can't pay the rent", "hardship"),
    ("ya no quiero vivir", "suicide"),
    ("mi marido me pega", "abuse_danger"),
    ("mi padre falleció en marzo", "bereavement"),
)
DISGUISED = (
    "I want to k1ll myself",
    "I want to k!ll myself",
    "i want to killlll myself",
    "I want to\u200b ki\u200bll my\u00adself",
    "I want to 𝐤𝐢𝐥𝐥 myself",
    "I WANT TO KILL MYSELF",
    "I want to s.u.i.c.i.d.e",
    "i wanna d i e",
    "kms",
)
HARMLESS = (
    "This hold music is killing me",
    "kill -9 does not end the worker process",
    "Does the life insurance pay in case of suicide?",
    "Do you deliver funeral flowers on Saturdays?",
    "My phone died, can I get a loan device?",
    "Is Suicide Squad included in my subscription?",
    "We died laughing at your commercial",
    "My boss will kill me if this isn't fixed by noon",
    "I can't go on waiting like this, give me a date",
)


@pytest.mark.parametrize(("text", "kind"), PLAIN)
def test_a_plain_disclosure_is_heard(reader, text, kind):
    assert reader.read(text).disclosure.kind == kind


@pytest.mark.parametrize("text", DISGUISED)
def test_a_disguise_hides_nothing(reader, text):
    assert reader.read(text).disclosure.kind == "suicide"


@pytest.mark.parametrize("text", HARMLESS)
def test_an_idiom_is_no_disclosure(reader, text):
    assert reader.read(text).disclosure is None


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "`", ""])
def test_every_apostrophe_reads_the_same(reader, apostrophe):
    assert reader.read(f"I don{apostrophe}t want to live anymore").level == "immediate"


@pytest.mark.parametrize(("before", "after"), [(0, 40), (20, 20), (40, 0)])
def test_a_long_complaint_does_not_bury_it(reader, before, after):
    reading = reader.read(PADDING * before + "I have been thinking about ending my life. " + PADDING * after)
    assert (reading.disclosure.kind, reading.level) == ("suicide", "immediate")


def test_a_rambling_message_without_full_stops_does_not_bury_it(reader):
    ramble = "and then he said wait and then i waited and then the line went dead and so on " * 20
    assert reader.read(ramble + "i dont want to live anymore " + ramble).disclosure.kind == "suicide"


def test_evidence_is_the_customers_own_words(reader):
    assert (
        reader.read("Hi. I don’t want to be ALIVE anymore.").disclosure.evidence[0]
        in "I don’t want to be ALIVE anymore."
    )


def test_somebody_elses_danger_counts(reader):
    disclosure = reader.read("my son says he is going to kill himself").disclosure
    assert (disclosure.kind, disclosure.person) == ("suicide", "third")


def test_taking_it_back_in_the_same_breath_does_not_clear_it(reader):
    text = "I said I want to kill myself, forget it, I was only being dramatic"
    assert reader.read(text).disclosure.kind == "suicide"


def test_a_bare_denial_is_not_an_alarm(reader):
    assert reader.read("I'm not suicidal, I just want my refund").level != "immediate"


def test_the_bereaved_by_suicide_are_read_as_bereaved(reader):
    assert (
        reader.read("my brother killed himself in June and his bills still come").disclosure.kind
        == "bereavement"
    )


def test_without_consent_only_danger_is_read(reader):
    calm = reader.read("I am furious about this bill!!!", toned=False)
    crisis = reader.read("I want to die", toned=False)
    assert (calm.emotion, calm.intensity, dict(calm.scores), calm.level) == ("neutral", 0.0, {}, "none")
    assert (crisis.level, crisis.disclosure.kind, crisis.toned) == ("immediate", "suicide", False)


@pytest.mark.parametrize(
    "text",
    [
        "stop, I want to end it all",
        "STOP. I am going to kill myself",
        "please stop texting me, I want to die",
        "no me escriban mas, me quiero matar",
    ],
)
def test_danger_inside_a_wish_for_no_texts_is_danger(reader, text):
    assert reader.read(text, toned=False).level == "immediate"


@pytest.mark.parametrize(
    "word", ["STOP", "end", "Cancel", "QUIT", "revoke", "please don't text me again", "help"]
)
def test_the_words_that_carriers_act_on_are_no_danger(reader, word):
    assert reader.read(word, toned=False).level == "none"
