"""Who may see the preview: somebody at this machine, where the house was told to show it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from handoff_service.settings import SettingError, Settings, load_settings
from tests.fakes.designer import Designer
from tests.fakes.fake_bot import FakeBot
from tests.fakes.running import Service, running


@pytest.mark.parametrize("chosen", ["", "off"])
async def test_a_house_that_was_not_told_has_no_preview(
    settings: Settings, bot: FakeBot, chosen: str
) -> None:
    async with running(replace(settings, preview=chosen), bot=bot) as service:
        assert (await service.http.get("/preview/")).status_code == 404


async def test_on_shows_the_designs_of_the_house_itself(settings: Settings, bot: FakeBot) -> None:
    async with running(replace(settings, preview="on"), bot=bot) as service, Designer.at(service) as designer:
        assert "You are the customer" in designer.page


async def test_a_foreign_name_that_leads_here_is_refused(service: Service) -> None:
    answer = await service.http.get("/preview/flow", headers={"Host": "preview.example"})
    assert answer.status_code == 404


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://evil.example"}, {}])
async def test_a_form_of_another_site_is_refused(designer: Designer, bot: FakeBot, headers: dict) -> None:
    answer = await designer.http.post(f"{designer.address}/say", data={"text": "hi"}, headers=headers)
    assert answer.status_code == 403
    assert bot.asked == []


async def test_a_form_of_ours_counts_in_a_browser_that_sends_only_the_origin(designer: Designer) -> None:
    here = str(designer.http.base_url).rstrip("/")
    answer = await designer.http.post(
        f"{designer.address}/say", data={"text": "hi"}, headers={"Origin": here}
    )
    assert "Answer to: hi" in answer.text


@pytest.mark.parametrize("address", ["/preview", "/preview/flow", "/preview/files/domain.yml"])
async def test_every_page_has_the_strict_headers(service: Service, address: str) -> None:
    answer = await service.http.get(address)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "file",
    [
        "credentials.yml",
        "pyproject.toml",
        ".env",
        "../heard.db",
        "data/../pyproject.toml",
        "/etc/passwd",
        "data/empathy",
    ],
)
async def test_only_designers_files_are_shown(designer: Designer, designs: Path, file: str) -> None:
    for name in ("credentials.yml", "pyproject.toml", ".env"):
        (designs / name).write_text("key: secret", encoding="utf-8")
    answer = await designer.look(f"/preview/files/{file}")
    assert answer.status_code in (404, 400)
    assert "secret" not in answer.text


def test_a_preview_for_the_whole_network_is_refused(tmp_path: Path) -> None:
    chosen = {"HEARD_DATA_DIR": str(tmp_path), "HEARD_HOST": "0.0.0.0", "HEARD_PREVIEW": "on"}
    with pytest.raises(SettingError, match="HEARD_PREVIEW is for this machine alone"):
        load_settings(chosen)
