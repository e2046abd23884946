"""Two tests that push to the same agent and do not see each other."""

import json
import os
import urllib.request

import pytest


def call(method, path, body=None):
    """Stands for the code under test: a client that is told by its environment."""
    request = urllib.request.Request(
        os.environ["CEKURA_API_URL"] + path,
        method=method,
        data=body and json.dumps(body).encode(),
        headers={
            "X-CEKURA-API-KEY": os.environ["CEKURA_API_KEY"],
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


AGENT = "/test_framework/v2/aiagents/2142/"


@pytest.mark.parametrize("name", ["Support Bot v2", "Support Bot v3"])
def test_push(cekura, name):
    assert call("GET", AGENT)["name"] == "Support Bot"
    call("PATCH", AGENT, {"name": name})
    assert call("GET", AGENT)["name"] == name


def test_tools_answer_in_the_same_world(cekura):
    for tool in call("GET", AGENT)["mock_tools"]:
        assert tool["served_via"]["url"].startswith(cekura)
