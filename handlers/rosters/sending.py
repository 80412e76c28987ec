"""A duty roster sent to the bot one-to-one by whoever keeps it: fetched, read, taken over or answered with what is wrong."""

from config.texts import duty as told
from config.texts.heard.rosters import is_roster
from domain.actor import official
from domain.faces import Answer
from domain.inbound import ChatSaid, FileKind, RemoteFile, RosterSent
from domain.outgoing import FetchFile, FilePurpose
from domain.people import Person
from domain.rosters.deciding import keeps, keeps_any
from handlers.ports import Work
from handlers.rosters.importing import import_roster
from handlers.speaking import Spoken, answer, one_to_one
from handlers.surroundings import Surroundings


def roster_among(said: ChatSaid, speaker: Person, around: Surroundings) -> RemoteFile | None:
    """The file that is a roster by its name, where the sender keeps one; everything else is evidence as ever."""
    files = [file for file in said.files if file.kind is FileKind.FILE and is_roster(file.name)]
    return files[0] if files and keeps_any(speaker.id, around.context) else None


async def fetch_roster(
    file: RemoteFile, said: ChatSaid, speaker: Person, work: Work, around: Surroundings
) -> Spoken:
    """Have it brought in and read; it comes back as `RosterSent`."""
    await work.outbox.put(
        FetchFile(file, FilePurpose.ROSTER, speaker.id, None),
        key=f"fetch:{said.key.source}:{said.key.id}:roster",
        at=around.context.now,
        urgent=True,
    )
    return Spoken(told.reading_roster())


async def roster_sent(event: RosterSent, work: Work, around: Surroundings) -> Answer | None:
    """Taken over whole, or nothing of it; the sender hears which."""
    request = await work.outbox.get(event.request)
    person = around.context.directory.person(request.person) if isinstance(request, FetchFile) else None
    if person is None:
        return None
    words = await _taken(event, person, work, around)
    await answer(Spoken(words), one_to_one(event.key, person), work, around)
    return None


async def _taken(event: RosterSent, person: Person, work: Work, around: Surroundings) -> str:
    if event.faults:
        return told.roster_refused(event.faults)
    if not all(keeps(person.id, unit, around.context) for unit, _ in event.turns):
        return told.roster_refused((told.not_your_roster(),))
    await import_roster(dict(event.turns), event.digest, official(person.id), work, around)
    units = around.context.directory.units
    lines = (told.imported(units[unit].name, turns, dry_run=False) for unit, turns in event.turns)
    return "\n".join((*lines, *event.remarks))
