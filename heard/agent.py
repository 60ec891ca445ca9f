"""An agent's client of the console, so that benchmarks and journeys take handoffs as agents do: through its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx

from heard.errors import CommandFailed

FORM_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
HAND_BACK = re.compile(r'action="(/console/handoffs/[^/"]+/hand-back)"')
REPLY = "/console/conversations/{}/reply"
HIDDEN = re.compile(r'type="hidden" name="([^"]+)" value="([^"]*)"')
ACCEPT = re.compile(r'action="(/console/handoffs/([^/"]+)/accept)"')


class AgentClient:
    """One signed-in agent of one house."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.http = httpx.Client(base_url=base_url, timeout=30, trust_env=False, follow_redirects=True)
        self.http.headers.update({"Origin": base_url, "Sec-Fetch-Site": "same-origin"})

    def sign_in(self, email: str, password: str) -> None:
        """Sign in; raises CommandFailed if the console says no."""
        page = self.http.get("/console/sign-in").text
        form = {"form_token": token_of(page), "email": email, "password": password}
        answer = self.http.post("/console/sign-in", data=form)
        if not answer.is_success or "/sign-in" in str(answer.url):
            raise CommandFailed(f"the console refused the sign-in of {email} ({answer.status_code})")

    def accept(self, conversation: str) -> None:
        """Take the conversation over; raises CommandFailed if it does not wait for anybody."""
        page = self.http.get(f"/console/conversations/{conversation}").text
        waiting = ACCEPT.search(page)
        if waiting is None:
            raise CommandFailed(f"conversation {conversation} does not wait for an agent")
        answer = self.http.post(waiting.group(1), data={"form_token": token_of(page)})
        if not answer.is_success:
            raise CommandFailed(f"not accepted ({answer.status_code})")

    def reply(self, conversation: str, text: str) -> None:
        """Answer the customer; raises CommandFailed unless the conversation is this agent's."""
        page = self.http.get(f"/console/conversations/{conversation}").text
        form = hidden_fields(page, REPLY.format(conversation))
        answer = self.http.post(REPLY.format(conversation), data={**form, "text": text})
        if not answer.is_success:
            raise CommandFailed(f"the reply was not taken ({answer.status_code})")

    def hand_back(self, conversation: str) -> None:
        """Give the conversation back to the bot; raises CommandFailed unless it is this agent's."""
        page = self.http.get(f"/console/conversations/{conversation}").text
        held = HAND_BACK.search(page)
        if held is None:
            raise CommandFailed(f"conversation {conversation} is not this agent's to hand back")
        answer = self.http.post(held.group(1), data={**hidden_fields(page, held.group(1)), "text": ""})
        if not answer.is_success:
            raise CommandFailed(f"not handed back ({answer.status_code})")

    def lines(self, conversation: str) -> Iterator[str]:
        """The lines of the conversation's live stream, as they come."""
        path = f"/console/conversations/{conversation}/stream?after=0"
        with self.http.stream("GET", path, timeout=httpx.Timeout(30, read=60)) as stream:
            yield from stream.iter_lines()


def token_of(page: str) -> str:
    """The form token of a page of the console; raises CommandFailed if it has none."""
    found = FORM_TOKEN.search(page)
    if found is None:
        raise CommandFailed("a page of the console has no form token; is this the right address?")
    return found.group(1)


def hidden_fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form that posts to `action`; raises CommandFailed if the page has no such form."""
    form = re.search(rf'action="{re.escape(action)}".*?</form>', page, re.S)
    if form is None:
        raise CommandFailed(f"the page has no form for {action}; is the conversation this agent's?")
    return dict(HIDDEN.findall(form.group(0)))
