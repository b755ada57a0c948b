"""Who gets a notice, and what goes out together."""

from datetime import timedelta

from bot.desk.addresses import LINES, bundles, copies, handed_on, members_of, said
from storage import roster
from storage.outbox import Notice
from tests.desk.office import HOME, MONDAY, Office

NEXT = iter(range(1, 10_000))


def notice(template: str = "news", to: str = "member:m1", **more: object) -> Notice:
    number = next(NEXT)
    standard = {"id": number, "agency": HOME, "case_id": "c1", "draft_id": None, "params": {}, "rank": 2}
    standard |= {"due_at": MONDAY, "key": f"c1:{template}:{number}", "attempts": 1}
    return Notice(to=to, template=template, **(standard | more))


def rung(case: str, duty: str, days: int, **more: object) -> Notice:
    due_at = MONDAY + timedelta(days=days)
    return notice("reminder", case_id=case, params={"duty": duty}, rank=3, due_at=due_at, **more)


def test_one_person_gets_one_message_and_everybody_their_own() -> None:
    claimed = [notice(to="member:m1"), notice(to="member:m2"), notice(to="member:m1", case_id="c2")]
    assert sorted(len(each) for each in bundles(claimed)) == [1, 2]


def test_a_complainant_gets_one_message_for_each_case() -> None:
    claimed = [notice(to="complainant", case_id=case) for case in ("c1", "c2", "c1")]
    assert sorted(len(each) for each in bundles(claimed)) == [1, 2]


def test_agencies_are_never_mixed() -> None:
    assert len(bundles([notice(agency="north"), notice(agency="south")])) == 2


def test_what_is_shown_or_replaced_by_itself_goes_alone() -> None:
    for template in ("receipt", "new_case", "new_case_unattended", "taken"):
        assert len(bundles([notice(template), notice(template), notice("news")])) == 3


def test_the_most_urgent_message_leaves_first() -> None:
    claimed = [notice(rank=3, to="member:a"), notice(rank=1, to="member:z"), notice(rank=2, to="member:b")]
    assert [each[0].to for each in bundles(claimed)] == ["member:z", "member:b", "member:a"]


def test_of_one_ladder_the_last_rung_is_said_and_all_are_settled() -> None:
    claimed = [rung("c1", "number", 3), rung("c1", "number", 2), rung("c1", "review", 2), rung("c2", "number", 2)]
    (bundle,) = bundles(claimed)
    assert {each.id for each in bundle} == {each.id for each in claimed}
    assert [(each.case_id, each.params["duty"], each.due_at - MONDAY) for each in said(bundle)] == [
        ("c1", "number", timedelta(days=3)),
        ("c1", "review", timedelta(days=2)),
        ("c2", "number", timedelta(days=2)),
    ]


def test_a_message_is_never_longer_than_the_chat_takes() -> None:
    claimed = [rung(f"c{number}", "number", 2) for number in range(2 * LINES + 1)]
    assert [len(said(each)) for each in bundles(claimed)] == [LINES, LINES, 1]


def test_only_what_the_office_must_know_is_handed_on_and_only_once() -> None:
    copy = notice("new_case", key="c1:new_case:>m1")
    passed = handed_on(copy)
    assert passed is not None
    assert (passed.to, passed.template, passed.key) == ("supervisor", "new_case_unattended", "!c1:new_case:")
    assert handed_on(notice("new_case", key=f"{passed.key}>m2")) is None
    assert handed_on(notice("welcome", case_id=None)) is None
    assert handed_on(notice("escalation")) is None


async def test_a_queue_is_its_members_on_duty_or_else_the_supervisors(office: Office) -> None:
    ana = await office.hires(queues=["intake"])
    boss = await office.hires("supervisor", queues=[])
    agency = office.desk.agencies[HOME]
    async with office.desk.database.write() as session:
        asked = notice("new_case", "queue:intake")
        members, attended = await members_of(session, agency, asked, office.clock())
        assert ([each.id for each in members], attended) == ([ana.id], True)
        assert [each.template for each in copies(asked, members, attended=attended)] == ["new_case"]

        await roster.set_duty(session, HOME, ana.id, working=False)
        members, attended = await members_of(session, agency, asked, office.clock())
        assert ([each.id for each in members], attended) == ([boss.id], False)
        (copy,) = copies(asked, members, attended=attended)
        assert (copy.to, copy.template, copy.rank) == (f"member:{boss.id}", "new_case_unattended", 1)

        members, attended = await members_of(session, agency, notice("escalation", "supervisor"), office.clock())
        assert ([each.id for each in members], attended) == ([boss.id], True)
