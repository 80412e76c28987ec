from store import migrate


async def test_a_fresh_database_is_exactly_what_the_program_wants(database_url: str) -> None:
    assert await migrate.check(database_url) == ()
    assert await migrate.current(database_url) == migrate.newest()


async def test_upgrading_again_changes_nothing(database_url: str) -> None:
    await migrate.upgrade(database_url)

    assert await migrate.check(database_url) == ()
