"""What a generated face does, shown on a core that has every construct once."""

from __future__ import annotations

import asyncio
import inspect
import os
import traceback
import typing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mixpanel_transports.blocking_runtime import BlockingRuntime


class Interrupted(BlockingRuntime):
    """Ctrl-C arrives during the first wait."""

    async def sleep(self, seconds: float) -> None:
        raise KeyboardInterrupt


def test_a_coroutine_becomes_a_method(shop: Any) -> None:
    assert shop.place("tea", amount=2) == "2 tea"


def test_every_overload_is_served(toy: ModuleType, shop: Any) -> None:
    order = toy.Order("tea")
    assert shop.place(order) is order


def test_overloads_keep_their_signatures(toy: ModuleType) -> None:
    signatures = [str(inspect.signature(each)) for each in typing.get_overloads(toy.Shop.place)]
    assert signatures == [
        "(self, order: 'Order', /) -> 'Order'",
        "(self, order: 'str', /, **options: 'Unpack[OrderOptions]') -> 'str'",
    ]


def test_every_kind_of_parameter_arrives(toy: ModuleType, shop: Any) -> None:
    assert shop.echo("a") == ("a", 2, (), toy.UNSET, {})
    assert shop.echo("a", 3, "b", "c", third="d", e=4) == ("a", 3, ("b", "c"), "d", {"e": 4})


def test_a_signature_is_the_cores(toy: ModuleType) -> None:
    import toy_async

    assert inspect.signature(toy.Shop.echo) == inspect.signature(toy_async.Shop.echo)


def test_hints_can_be_resolved(toy: ModuleType) -> None:
    assert typing.get_type_hints(toy.Shop.echo)["third"] == str | toy.Unset
    assert typing.get_type_hints(toy.Shop.numbers)["return"] is toy.NumberedFeed


def test_examples_in_docstrings_block(toy: ModuleType) -> None:
    assert inspect.getdoc(toy.Shop.place) == (
        "Place an order.\n\n"
        ">>> def main():\n"
        "...     with toy_sync.Shop() as shop:\n"
        '...         shop.place("tea", amount=2)\n'
        ">>> main()"
    )


def test_prose_in_docstrings_stays(toy: ModuleType) -> None:
    assert toy.Shop.__doc__ == "A shop of ``toy_sync``; use it with ``with``. To await the tea is wise."


def test_values_are_the_cores_own(toy: ModuleType) -> None:
    import toy_async

    assert toy.Order is toy_async.Order
    assert toy.SpoiltError is toy_async.SpoiltError


def test_both_packages_offer_the_same_names(toy: ModuleType) -> None:
    import toy_async

    assert toy.__all__ == toy_async.__all__
    assert dir(toy) == sorted([*toy_async.__all__, "__version__"])


def test_a_name_nobody_exports_is_an_attribute_error(toy: ModuleType) -> None:
    with pytest.raises(AttributeError, match=r"toy_sync.*'Line'"):
        _ = toy.Line


def test_a_coroutine_function_becomes_a_function(toy: ModuleType) -> None:
    assert toy.greet("Ann", loud=True) == "HELLO Ann"


def test_properties_and_plain_methods_are_handed_on(shop: Any) -> None:
    assert (shop.street, shop.label(style="long"), shop.motto()) == ("High Street", {"style": "long"}, "tea first")


def test_a_base_that_waits_for_nothing_is_shown_too(shop: Any) -> None:
    assert shop.address == "https://shop.example"


def test_special_methods_are_handed_on(shop: Any) -> None:
    shop.place("tea")
    assert (len(shop), repr(shop)) == (1, "<Shop in High Street>")


def test_a_class_method_makes_a_face_that_blocks(toy: ModuleType) -> None:
    local = toy.Shop.local("Corner")
    assert type(local) is toy.Shop
    assert (local.street, local.place("tea")) == ("Corner", "1 tea")


def test_what_returns_self_gives_a_face_of_the_same_class(toy: ModuleType) -> None:
    class Corner(toy.Shop):
        pass

    assert type(Corner().moved("Side Street")) is Corner


def test_the_callers_runtime_is_used(toy: ModuleType) -> None:
    with pytest.raises(KeyboardInterrupt):
        toy.Shop(runtime=Interrupted()).place("tea")


def test_with_enters_and_leaves(shop: Any) -> None:
    with shop as entered:
        assert entered is shop
    assert shop.waits == ["closed"]


def test_aclose_is_called_close(shop: Any) -> None:
    shop.close()
    assert shop.waits == ["closed"]
    assert not hasattr(shop, "aclose")


def test_gather_waits_in_the_callers_thread_pool(shop: Any) -> None:
    assert shop.several(5) == [0, 1, 2, 3, 4]


def test_an_async_context_manager_becomes_one_for_with(shop: Any) -> None:
    with shop.reserved(4) as table:
        assert table == "table 4"
        assert shop.waits == ["reserve"]
    assert shop.waits == ["reserve", "release"]


def test_an_error_inside_with_reaches_the_core_and_comes_back(shop: Any) -> None:
    with pytest.raises(ValueError, match="mine"), shop.reserved(4):
        raise ValueError("mine")
    assert shop.waits == ["reserve", "release"]


def test_a_stream_gives_rows_and_fetches_pages_when_wanted(shop: Any) -> None:
    rows = iter(shop.feed(["a", "b"], ["c"]))
    assert [next(rows), next(rows)] == ["a", "b"]
    assert shop.waits == ["page"]
    assert list(rows) == ["c"]


def test_leaving_a_stream_early_closes_the_cores_generator(shop: Any) -> None:
    feed = shop.feed(["a", "b"], ["c"])
    for _ in feed:
        break
    assert shop.waits == ["page", "pages closed"]


def test_leaving_the_block_of_a_stream_closes_it(shop: Any) -> None:
    with shop.feed(["a"], ["b"]) as feed:
        assert next(feed) == "a"
        assert shop.waits == ["page"]
    assert shop.waits == ["page", "pages closed"]


def test_next_and_for_share_one_pass(shop: Any) -> None:
    feed = shop.numbers([1, 2], [3])
    assert next(feed) == 1
    assert list(feed) == [2, 3]
    with pytest.raises(StopIteration):
        next(feed)


def test_pages_come_whole(shop: Any) -> None:
    assert list(shop.feed(["a", "b"], ["c"]).pages()) == [["a", "b"], ["c"]]


def test_a_streams_own_generators_block(shop: Any) -> None:
    assert list(shop.numbers([1, 2], [3]).totals(start=10)) == [11, 13, 16]


def test_a_derived_stream_keeps_its_base(toy: ModuleType, shop: Any) -> None:
    assert isinstance(shop.numbers(), toy.Feed)


def test_a_stream_cannot_be_made_by_hand(toy: ModuleType) -> None:
    with pytest.raises(TypeError, match="Feed is given by an operation"):
        toy.Feed()


def test_a_generator_method_gives_items_one_by_one(shop: Any) -> None:
    ticks = shop.ticks(3)
    assert next(ticks) == 0
    assert shop.waits == ["tick"]
    assert list(ticks) == [1, 2]


def test_leaving_a_generator_method_early_closes_the_core(shop: Any) -> None:
    for _ in shop.ticks(3):
        break
    assert shop.waits == ["tick", "ticks closed"]


def test_errors_keep_their_type_and_grow_by_the_face_and_the_driver(toy: ModuleType, shop: Any) -> None:
    with pytest.raises(toy.SpoiltError) as caught:
        shop.spoil()
    frames = [(frame.name, Path(frame.filename).name) for frame in traceback.extract_tb(caught.tb)[1:]]
    assert frames == [("spoil", "orders.py"), ("drive", "drive.py"), ("spoil", "orders.py")]
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


def test_ctrl_c_interrupts_a_stream(toy: ModuleType) -> None:
    with pytest.raises(KeyboardInterrupt):
        list(toy.Shop(runtime=Interrupted()).feed(["a"]))


def test_it_works_under_a_running_event_loop(shop: Any) -> None:
    async def cell() -> tuple[str, list[str]]:
        return shop.place("tea"), list(shop.feed(["a"]))

    assert asyncio.run(cell()) == ("1 tea", ["a"])


def test_it_works_after_fork(shop: Any) -> None:
    shop.several(4)
    child = os.fork()
    if child == 0:
        os._exit(0 if shop.several(4) == [0, 1, 2, 3] and list(shop.feed(["a"])) == ["a"] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_eight_threads_share_one_face(shop: Any) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda amount: shop.place("tea", amount=amount), range(200)))
    assert answers == [f"{amount} tea" for amount in range(200)]


def test_a_core_that_waits_on_an_event_loop_is_told_apart(toy: ModuleType) -> None:
    class Loop(BlockingRuntime):
        async def sleep(self, seconds: float) -> None:
            await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="Portal"):
        toy.Shop(runtime=Loop()).place("tea")
