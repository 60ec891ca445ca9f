"""docs/http-api.md can be trusted: its client runs, and it tells of every address that there is."""

import asyncio
import os
import re
import sys
from pathlib import Path

import handoff_service.channels.web
from handoff_service.web import pages

PAGE = (Path(__file__).parents[2] / "docs" / "http-api.md").read_text("utf-8")
CLIENT = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
ELEMENT = Path(pages.__file__).parent / "widget"


async def test_the_client_talks_to_a_house(house):
    environment = {**os.environ, "HEARD_URL": house.address, "NO_PROXY": "*"}
    client = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CLIENT, env=environment, stdout=asyncio.subprocess.PIPE
    )
    await house.has_heard("Why was my June bill so high?")
    house.talk.say("It was 62.40.")
    told, _ = await client.communicate()
    assert client.returncode == 0
    assert told.decode().splitlines()[-2:] == [
        "customer | Why was my June bill so high?",
        "bot | It was 62.40.",
    ]
    assert house.talk.said() == ["Why was my June bill so high?"]


def test_every_address_of_the_service_is_told():
    source = Path(handoff_service.channels.web.__file__).read_text("utf-8")
    served = {
        f"{method.upper()} /api{path.replace('<conversation_id:str>', '{id}')}"
        for method, path in re.findall(r'@api\.(get|post)\("([^"]+)"\)', source)
    }
    assert served == set(re.findall(r"^\| `((?:GET|POST) [^`]+)` \|", PAGE, re.MULTILINE))


def test_every_attribute_and_property_of_the_widget_is_told():
    script = (ELEMENT / "heard-chat.js").read_text("utf-8")
    style = (ELEMENT / "widget.css").read_text("utf-8")
    names = {*re.findall(r'getAttribute\("(\w+)"\)', script), *re.findall(r"--heard-[\w-]+\w", style)}
    assert {name for name in names if f"`{name}`" not in PAGE} == set()
