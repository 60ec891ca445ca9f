"""`heard run`: everything healthy, addresses printed, one signal stops all; a busy port is named with its setting."""

import os
import signal
import socket
import subprocess
import sys

import httpx
import pytest

from heard.house import free_ports
from heard.places import ROOT

pytestmark = pytest.mark.house
PORTS = ("HEARD_PORT", "HEARD_BOT_PORT", "HEARD_ACTIONS_PORT", "HEARD_PHONE_PORT")


def heard_run(folder, ports):
    command = [sys.executable, "-m", "heard", "run", "--skip-training"]
    environment = (
        os.environ | dict(zip(PORTS, map(str, ports), strict=True)) | {"HEARD_DATA_DIR": str(folder)}
    )
    return subprocess.Popen(
        command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def printed_until(process, words):
    lines = []
    for line in process.stderr:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_one_command_starts_all_and_one_signal_stops_all(tmp_path, how):
    ports = free_ports(len(PORTS))
    process = heard_run(tmp_path, ports)
    try:
        said = printed_until(process, "Ctrl-C")
        assert f"http://127.0.0.1:{ports[0]}/console" in said
        assert (tmp_path / "demo-agent").read_text().strip() in said
        for port in (ports[0], ports[3]):
            assert httpx.get(f"http://127.0.0.1:{port}/", trust_env=False).status_code == 200
    finally:
        process.send_signal(how)
        process.communicate()
    assert process.returncode == 0
    for port in ports:
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("setting", PORTS)
def test_a_busy_port_is_named_with_the_setting_that_moves_it(tmp_path, setting):
    ports = free_ports(len(PORTS))
    busy = dict(zip(PORTS, ports, strict=True))[setting]
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", busy))
        holder.listen()
        process = heard_run(tmp_path, ports)
        _, said = process.communicate()
    assert process.returncode == 2
    assert str(busy) in said
    assert setting in said


def test_two_parts_on_one_port_are_named_with_their_settings(tmp_path):
    ports, (first, second, *_) = free_ports(len(PORTS)), PORTS
    process = heard_run(tmp_path, [ports[0], ports[0], *ports[2:]])
    _, said = process.communicate()
    assert process.returncode == 2
    assert f"{first} and {second} are both {ports[0]}" in " ".join(said.split())
