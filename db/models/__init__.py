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
)

__all__ = ["MODELS", *(model.__name__ for model in MODELS)]
