"""What any back end of the business must do: the embedded one and the one in memory, by the same tests."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.business import decisions
from actions.business.errors import AccountUnknown, DeskUnavailable, NoSuchVisit, SlotTaken
from actions.business.facts import Slot
from actions.business.memory import MemoryDesk
from actions.business.port import BusinessDesk, DisputeRequest, PlanRequest, VisitRequest
from actions.business.seed import PAGE, company
from actions.business.store import SqliteDesk
from empathy.errors import RuleError
from tests.fakes.actions_house import NOW

TUESDAY = Slot(date(2026, 7, 7), "evening")
USAGE = 'usage: {used: 142, allowance: 200, resets_on: "9 days"}'
PROBLEM = {"en": "no light on the router", "es": "no light on the router"}


@pytest.fixture(params=["sqlite", "memory"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[BusinessDesk]:
    if request.param == "memory":
        yield MemoryDesk(company(NOW))
        return
    kept = SqliteDesk(tmp_path / "harbor.db", lambda: NOW)
    yield kept
    kept.close()


def visit(account: str = "HB-1009", slot: Slot = TUESDAY) -> VisitRequest:
    return VisitRequest(account, slot, PROBLEM)


def test_the_june_bill_is_high_because_of_the_technicians_fee(desk: BusinessDesk) -> None:
    bills = desk.bills("HB-1001")
    told = decisions.explain(bills[0], bills)
    assert told.line is not None
    assert (told.bill.cents, told.usual_cents, told.difference_cents) == (6240, 4440, 1800)
    assert told.line.dated_on == date(2026, 6, 12)


def test_there_are_twelve_bills_newest_first(desk: BusinessDesk) -> None:
    months = [bill.month for bill in desk.bills("HB-1004")]
    assert months == sorted(months, reverse=True)
    assert len(months) == 12


def test_an_unpaid_bill_is_the_balance(desk: BusinessDesk) -> None:
    balance = decisions.balance(desk.bills("HB-1006"))
    assert balance is not None
    assert balance.cents == 3 * 5790
    assert decisions.balance(desk.bills("HB-1002")) is None


def test_an_outage_is_told_for_its_area_alone(desk: BusinessDesk) -> None:
    outage = desk.outage("Eastport")
    assert outage is not None
    assert decisions.expected_end(outage, NOW).hour == 18
    assert desk.outage("Millbrook") is None


def test_an_estimate_that_has_passed_gives_way_to_the_next(desk: BusinessDesk) -> None:
    outage = desk.outage("Eastport")
    assert outage is not None
    assert decisions.expected_end(outage, NOW + timedelta(hours=10)).hour == 22
    assert decisions.expected_end(outage, NOW + timedelta(days=9)) == outage.estimates[-1]


def test_facts_that_an_account_lacks_are_none(desk: BusinessDesk) -> None:
    lacking = [
        desk.late_fee("HB-1001"),
        desk.line_test("HB-1003"),
        desk.mobile("HB-1005"),
        desk.order("HB-1005"),
    ]
    assert lacking == [None, None, None, None]
    assert desk.usage("HB-1005") is None


@pytest.mark.parametrize("number", ["HB-1001", "HB-1004", "HB-1008"])
def test_every_account_has_a_plan_and_a_payment(desk: BusinessDesk, number: str) -> None:
    assert desk.plan(number) is not None
    assert desk.last_payment(number) is not None


def test_an_unknown_account_is_refused_by_its_number(desk: BusinessDesk) -> None:
    with pytest.raises(AccountUnknown, match="HB-9999"):
        desk.bills("HB-9999")
    with pytest.raises(AccountUnknown):
        desk.book_visit(visit("HB-9999"), key="k")


def test_a_booked_visit_is_seen_and_takes_its_slot(desk: BusinessDesk) -> None:
    booked = desk.book_visit(visit(), key="m1:book")
    assert desk.visits("HB-1009") == (booked,)
    assert TUESDAY not in desk.free_slots(TUESDAY.day, TUESDAY.day)


def test_a_slot_nobody_works_in_is_taken(desk: BusinessDesk) -> None:
    with pytest.raises(SlotTaken):
        desk.book_visit(visit(slot=Slot(date(2026, 7, 5), "morning")), key="k")  # a Sunday
    assert desk.visits("HB-1009") == ()


def test_the_same_key_books_once(desk: BusinessDesk) -> None:
    first = desk.book_visit(visit(), key="m1:book")
    assert desk.book_visit(visit(), key="m1:book") == first
    assert len(desk.visits("HB-1009")) == 1


def test_another_key_books_again_until_nobody_is_free(desk: BusinessDesk) -> None:
    desk.book_visit(visit(), key="m1:book")
    with pytest.raises(SlotTaken):
        desk.book_visit(visit(), key="m2:book")


def test_a_moved_visit_keeps_its_reference_and_frees_its_old_time(desk: BusinessDesk) -> None:
    before = desk.visits("HB-1001")[0]
    moved = desk.move_visit(before.reference, TUESDAY, key="m1:move")
    assert (moved.reference, moved.day, moved.window) == (before.reference, TUESDAY.day, "evening")
    assert Slot(before.day, before.window) in desk.free_slots(before.day, before.day)


def test_moving_twice_with_one_key_moves_once(desk: BusinessDesk) -> None:
    first = desk.move_visit("HV-1001", TUESDAY, key="m1:move")
    assert desk.move_visit("HV-1001", TUESDAY, key="m1:move") == first


def test_a_visit_that_is_not_booked_cannot_move(desk: BusinessDesk) -> None:
    for reference in ("HV-1005", "HV-0"):
        with pytest.raises(NoSuchVisit, match=reference):
            desk.move_visit(reference, TUESDAY, key=reference)


def test_a_payment_plan_is_arranged_once_for_a_key(desk: BusinessDesk) -> None:
    request = PlanRequest("HB-1006", 17370, 4, date(2026, 7, 10))
    plan = desk.arrange_plan(request, key="m1:plan")
    assert (plan.instalment_cents, plan.months) == (4342, 4)
    assert desk.arrange_plan(request, key="m1:plan") == plan


def test_disputes_get_references_of_their_own(desk: BusinessDesk) -> None:
    request = DisputeRequest("HB-1001", date(2026, 6, 1), 1800, "nobody came")
    first, second = (desk.open_dispute(request, key=key) for key in ("m1:d", "m2:d"))
    assert first.reference != second.reference
    assert desk.open_dispute(request, key="m1:d") == first


@given(st.integers(0, 10_000_000), st.integers(1, 24))
def test_instalments_add_up_to_the_balance(cents: int, months: int) -> None:
    parts = decisions.instalments(cents, months)
    assert sum(parts) == cents
    assert len(parts) == months
    assert 0 <= parts[-1] - parts[0] < months


def test_a_restarted_desk_remembers_what_was_arranged(tmp_path: Path) -> None:
    booked = restarted(tmp_path, lambda desk: desk.book_visit(visit(), key="m1:book"))
    again = restarted(tmp_path, lambda desk: desk.book_visit(visit(), key="m1:book"))
    assert again == booked
    assert restarted(tmp_path, lambda desk: len(desk.visits("HB-1009"))) == 1


def restarted[T](folder: Path, use: Callable[[SqliteDesk], T]) -> T:
    desk = SqliteDesk(folder / "harbor.db", lambda: NOW)
    try:
        return use(desk)
    finally:
        desk.close()


def test_two_servers_never_give_one_slot_away_twice(tmp_path: Path) -> None:
    desks = [SqliteDesk(tmp_path / "harbor.db", lambda: NOW) for _ in range(2)]
    desks[0].book_visit(visit("HB-1009"), key="a")
    with pytest.raises(SlotTaken):
        desks[1].book_visit(visit("HB-1004"), key="b")
    assert desks[1].book_visit(visit("HB-1009"), key="a") == desks[0].visits("HB-1009")[0]
    for desk in desks:
        desk.close()


def test_a_refused_booking_leaves_its_key_free(desk: BusinessDesk) -> None:
    with pytest.raises(SlotTaken):
        desk.book_visit(visit(slot=Slot(date(2026, 7, 5), "morning")), key="k")
    assert desk.book_visit(visit(), key="k").day == TUESDAY.day


@pytest.mark.parametrize("content", [b"this is no database, and long enough to be taken for none" * 20, None])
def test_a_file_that_cannot_be_used_is_named_with_the_setting(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "harbor.db"
    file.mkdir() if content is None else file.write_bytes(content)
    with pytest.raises(DeskUnavailable, match="HEARD_DATA_DIR"):
        SqliteDesk(file, lambda: NOW)


def test_a_desk_whose_file_is_closed_says_so(tmp_path: Path) -> None:
    desk = SqliteDesk(tmp_path / "harbor.db", lambda: NOW)
    desk.close()
    with pytest.raises(DeskUnavailable):
        desk.account("HB-1001")


def test_a_page_of_the_company_with_a_fault_is_refused_by_its_key(tmp_path: Path) -> None:
    for wrong in (
        "usage: {used: 142, allowance: 200, resets_on: soon}",
        "usage: {used: 142, resets_on: 3 days}",
        "late_fee: {cents: 750, charged_on: 3 days, reason: unicorn}",
        "usages: {used: 142}",
    ):
        page = tmp_path / "harbor.yml"
        page.write_text(PAGE.read_text(encoding="utf-8").replace(USAGE, wrong, 1), encoding="utf-8")
        with pytest.raises(RuleError, match=r"harbor\.yml"):
            company(NOW, page)


def test_a_new_day_brings_new_facts_and_keeps_what_customers_arranged(tmp_path: Path) -> None:
    now = NOW
    desk = SqliteDesk(tmp_path / "harbor.db", lambda: now)
    booked = desk.book_visit(visit(), key="b")
    moved = desk.move_visit("HV-1001", Slot(date(2026, 7, 8), "morning"), key="m")
    now = NOW + timedelta(days=1)
    outage = desk.outage("Eastport")
    assert outage is not None
    assert outage.since.date() == now.date()
    assert desk.visits("HB-1009") == (booked,)
    assert desk.visits("HB-1001") == (moved,)
    desk.close()


def test_an_outage_is_never_told_before_it_began() -> None:
    early = NOW.replace(hour=3)
    outage = MemoryDesk(company(early)).outage("Eastport")
    assert outage is not None
    assert outage.since == early.replace(hour=5, minute=40) - timedelta(days=1)


def test_both_back_ends_tell_the_same_facts(tmp_path: Path) -> None:
    kept, light = SqliteDesk(tmp_path / "harbor.db", lambda: NOW), MemoryDesk(company(NOW))
    for number in (f"HB-{1001 + n}" for n in range(9)):
        for facts in (
            "account",
            "bills",
            "late_fee",
            "last_payment",
            "line_test",
            "mobile",
            "usage",
            "visits",
            "plan",
            "order",
        ):
            assert getattr(kept, facts)(number) == getattr(light, facts)(number)
    kept.close()
