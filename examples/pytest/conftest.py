"""Gives each test a sandbox of the mock server. Copy this file beside your tests.

It starts the binary that MOCKSERVER names, or `mockserver` from the PATH. With
MOCKSERVER_URL it uses a server that runs already, or a fleet of them; where that
has an admin token, it is in MOCKSERVER_ADMIN_TOKEN.
"""

import json
import os
import subprocess
import time
import urllib.request
import uuid

import pytest


@pytest.fixture(scope="session")
def mockserver(tmp_path_factory):
    """The address of a server that lives as long as the session."""
    if "MOCKSERVER_URL" in os.environ:
        yield os.environ["MOCKSERVER_URL"].rstrip("/")
        return
    log = tmp_path_factory.mktemp("mockserver") / "log"
    binary = os.environ.get("MOCKSERVER", "mockserver")
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [binary, "--listen", "127.0.0.1:0", "--log-format", "json"], stderr=stderr
        )
    try:
        yield address(process, log)
    finally:
        process.terminate()
        process.wait(timeout=15)


def address(process, log):
    """Reads where the server listens off the first line of its log."""
    while "\n" not in log.read_text():
        if process.poll() is not None:
            pytest.fail(f"the mock server did not start: {log.read_text()}")
        time.sleep(0.01)
    return json.loads(log.read_text().splitlines()[0])["url"]


@pytest.fixture
def cekura(mockserver, monkeypatch):
    """The base URL of a world that this test has to itself."""
    name = f"pytest-{uuid.uuid4().hex}"
    url = f"{mockserver}/s/{name}"
    monkeypatch.setenv("CEKURA_API_URL", url)  # the CLI and the SDK
    monkeypatch.setenv("CEKURA_BASE_URL", url)  # the MCP server
    monkeypatch.setenv("CEKURA_API_KEY", "any-key")
    control("POST", f"{url}/_mock/reset")  # where there is a token, only it makes a world
    yield url
    control("DELETE", f"{url}/_mock/sandboxes/{name}")


def control(method, url):
    token = os.environ.get("MOCKSERVER_ADMIN_TOKEN")
    request = urllib.request.Request(url, method=method, headers={"Authorization": f"Bearer {token}"})
    urllib.request.urlopen(request, timeout=10).close()
