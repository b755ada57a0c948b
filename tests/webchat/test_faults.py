"""The test seam itself: nothing happens unless a test asks, and then only as often as it asked."""

from bot.webchat.faults import Faults, blocked, broken, too_many


def test_nothing_is_wrong_by_itself() -> None:
    assert Faults().take("sendMessage", 7) is None


def test_faults_come_in_order_and_run_out() -> None:
    faults = Faults()
    faults.next("sendMessage", too_many(3), times=2)
    faults.next("sendMessage", blocked())
    codes = [fault.status if (fault := faults.take("sendMessage", 7)) else None for _ in range(4)]
    assert codes == [429, 429, 403, None]


def test_a_star_means_every_method_but_the_poll() -> None:
    faults = Faults()
    faults.next("*", broken(), times=2)
    assert faults.take("getUpdates", None) is None
    assert faults.take("sendPhoto", 7) == broken()
    faults.clear()
    assert faults.take("sendPhoto", 7) is None


def test_calls_are_told() -> None:
    faults, told = Faults(), []
    faults.on_call = lambda method, chat_id: told.append((method, chat_id))
    faults.take("sendMessage", 7)
    assert told == [("sendMessage", 7)]
