"""The part of the customers' HTTP interface that joins a telephone to a web conversation."""

from __future__ import annotations

from dataclasses import dataclass

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import json as json_response

from handoff_service.auth import CustomerTokens
from handoff_service.channels import shapes
from handoff_service.channels.web import body_of
from handoff_service.conversations.linking import Linking
from handoff_service.openapi import Description, described

NUMBER_AT_MOST = 40
CODE_AT_MOST = 12


@dataclass(frozen=True)
class AskedPhone:
    """The number to join, as the customer writes it."""

    number: str


@dataclass(frozen=True)
class AskedCode:
    """The six digits that were texted."""

    code: str


def blueprint(linking: Linking, tokens: CustomerTokens) -> Blueprint:
    """The two steps of joining."""
    routes = Blueprint("phone", url_prefix="/api/conversations/<conversation_id:str>")

    @routes.post("/phone")
    @described(
        Description("Have a code texted to a telephone", takes=AskedPhone, gives={202: None}, who="customer")
    )
    async def ask(request: Request, conversation_id: str) -> HTTPResponse:
        tokens.check(request.headers.get("Authorization", ""), conversation_id)
        given = shapes.record(body_of(request))
        await linking.ask(conversation_id, shapes.text_of(given, "number", at_most=NUMBER_AT_MOST))
        return json_response({}, status=202)

    @routes.post("/phone/verify")
    @described(
        Description("Join the telephone, with the code", takes=AskedCode, gives={200: None}, who="customer")
    )
    async def verify(request: Request, conversation_id: str) -> HTTPResponse:
        tokens.check(request.headers.get("Authorization", ""), conversation_id)
        given = shapes.record(body_of(request))
        await linking.verify(conversation_id, shapes.text_of(given, "code", at_most=CODE_AT_MOST))
        return json_response({})

    return routes
