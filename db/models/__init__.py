"""All tables, in the order in which rows can be inserted."""

from db.models.case import Case, Flag, Penalty
from db.models.claim import Claim
from db.models.event import Event, ImportRun
from db.models.organization import Organization
from db.models.people import Session, User, UserRole
from db.models.plan import Plan, PlanIndustry
from db.models.platform import Disbursement, Platform
from db.models.project import Assessment, CostItem, Invoice, Payment, Project
from db.models.reference import (
    Batch,
    Clause,
    Industry,
    Limit,
    LittleGiant,
    PenaltyArticle,
    ReportingUnit,
)
from db.models.running_import import RunningImport
from db.models.saved_query import SavedQuery
from db.models.token import ApiToken, HourlyPoints

MODELS = (
    ReportingUnit,
    Batch,
    Industry,
    Clause,
    Limit,
    PenaltyArticle,
    LittleGiant,
    Organization,
    User,
    UserRole,
    Session,
    ApiToken,
    HourlyPoints,
    SavedQuery,
    Plan,
    PlanIndustry,
    Platform,
    Project,
    CostItem,
    Invoice,
    Payment,
    Assessment,
    Claim,
    Case,
    Flag,
    Penalty,
    Disbursement,
    Event,
    ImportRun,
    RunningImport,
)

__all__ = ["MODELS", *(model.__name__ for model in MODELS)]
