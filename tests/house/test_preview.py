"""`heard preview`: a real bot speaks what a designer saves, says why, and leaves nothing behind."""

import os
import re
import shutil
import signal
import subprocess
import sys

import httpx
import pytest

from heard.house import PRIVATE, House
from heard.places import ROOT

pytestmark = pytest.mark.house
GREETING = "data/responses/answers_conversation.yml"


@pytest.fixture
def designs(tmp_path):
    shutil.copytree(ROOT / "data", tmp_path / "designs/data")
    shutil.copyfile(ROOT / "domain.yml", tmp_path / "designs/domain.yml")
    return tmp_path / "designs"


@pytest.fixture
def preview(designs, tmp_path):
    """(process, address of the page); its temporary files lie in a folder of the test."""
    (tmp_path / "temporary").mkdir()
    elsewhere = {"HEARD_DATABASE_URL": "postgresql+asyncpg://nobody:nothing@127.0.0.1:1/real"}
    environment = {**os.environ, **elsewhere, "TMPDIR": str(tmp_path / "temporary")}
    command = [sys.executable, "-m", "heard", "preview", "--skip-training", "--no-browser", "--root", designs]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    said = ""
    while (found := re.search(r"(http://\S+)/preview/", said)) is None:
        line = process.stderr.readline()
        assert line, f"the preview ended: {said}"
        said += line
    yield process, found.group(1)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)


def test_a_designer_types_reads_why_and_hears_what_was_saved(preview, designs, tmp_path):
    process, address = preview
    headers = {"Sec-Fetch-Site": "same-origin"}
    with httpx.Client(
        base_url=address, headers=headers, follow_redirects=True, timeout=60, trust_env=False
    ) as http:
        talk = http.get("/preview/").url.path
        page = http.post(
            f"{talk}/say", data={"text": "my bill went up and nobody tells me why, ridiculous"}
        ).text
        assert "variants of <strong>utter_acknowledge_frustration</strong> fit here" in page
        assert "explain_bill" in page
        http.post(f"{talk}/restart")
        http.post(f"{talk}/say", data={"text": "hello"})
        words = (designs / GREETING).read_text(encoding="utf-8")
        (designs / GREETING).write_text(words.replace('- text: "', '- text: "SAVED '), encoding="utf-8")
        assert "SAVED " in http.get(talk).text
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == 0
    assert list((tmp_path / "temporary").glob("heard-preview-*")) == []


def test_a_private_house_takes_nothing_of_the_real_ones_data_and_accounts(tmp_path):
    chosen = House(tmp_path).chosen
    assert {name: chosen[name] for name in PRIVATE} == dict.fromkeys(PRIVATE, "")
    assert str(tmp_path) in House(tmp_path).settings.database_url
