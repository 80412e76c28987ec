"""The class of every kind of paper: the one table, for checks and lists."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.papers import bulletin, chat, closing, leaders, ledgers, meetings, sheets
from domain.papers.kinds import PaperKind
from domain.papers.paper import Paper

CLASSES: Mapping[PaperKind, type[Paper]] = MappingProxyType(
    {
        one.kind: one
        for one in (
            sheets.TicketSheet,
            meetings.AssignmentList,
            sheets.AssignmentSheet,
            sheets.SupervisionSheet,
            sheets.UrgeNotice,
            chat.ReturnRequest,
            chat.ExtensionRequest,
            chat.ProgressPaper,
            closing.SiteRecord,
            closing.CloseoutRequest,
            chat.CloseoutRefusal,
            chat.CallbackRecord,
            chat.DissatisfactionAnalysis,
            sheets.ReworkNotice,
            closing.UnreasonableFinding,
            chat.LookBackRecord,
            chat.WhistleSheet,
            bulletin.Bulletin,
            meetings.Minutes,
            leaders.Brief,
            leaders.AccountabilityProposal,
            ledgers.ShelvedLedger,
            ledgers.DutyPaper,
            ledgers.AnnualStatistics,
            chat.CitizenReply,
            ledgers.Export,
        )
    }
)
