"""All tables, in the order in which rows can be inserted."""

from db.models.acceptance import AcceptanceStandard, ReviewSample, ScoreSheet
from db.models.assessment import Assessment, Questionnaire
from db.models.attachment import Attachment
from db.models.audit import AuditAnchor, AuditEntry
from db.models.call import Call, Candidate, Criterion, Objection
from db.models.case import Case
from db.models.casework import (
    CaseDeadline,
    CaseHold,
    CasePause,
    CasePerson,
    CheckItem,
    EvidenceItem,
    ExplanationRequest,
)
from db.models.catalogue import Pattern, PatternScene, Proof, Scene, Solution, SolutionScene
from db.models.claim import Claim
from db.models.contract import Contract, Service
from db.models.duty import Duty, Interest
from db.models.evaluation import Evaluation, EvaluationLine
from db.models.event import Event, ImportRun
from db.models.extension import Extension
from db.models.flag import Draw, Flag, PeerGroup, RuleVersion, Scan
from db.models.funding import Funding, Instalment
from db.models.kept_answer import KeptAnswer
from db.models.ledger import LedgerEntry
from db.models.organization import Organization
from db.models.panel import Panelist, Score
from db.models.penalty import (
    CaseEffect,
    CaseNotice,
    Challenge,
    Defence,
    NoticeItem,
    Penalty,
    Publication,
)
from db.models.people import Session, User, UserRole
from db.models.plan import Plan, PlanIndustry, PlanRemark
from db.models.platform import Disbursement, Platform
from db.models.project import CostItem, Invoice, Payment, Project
from db.models.proof import Attempt, Identity, RecoveryCode, SecondStep, SecondStepRule, SetupLink
from db.models.reference import (
    Batch,
    Clause,
    Industry,
    Limit,
    LittleGiant,
    PenaltyArticle,
    ReportingUnit,
    UnitBorder,
)
from db.models.remittance import BankBatch, Remittance
from db.models.report import Report
from db.models.risk_score import RiskScore
from db.models.running_import import RunningImport
from db.models.sample import Sample
from db.models.saved_query import SavedQuery
from db.models.settlement import Settlement, SettlementLine
from db.models.survey import Survey
from db.models.target import Indicator, Measurement, Target
from db.models.text_print import TextPrint
from db.models.tip import Tip
from db.models.token import ApiToken, HourlyPoints
from db.models.training import Training
from db.models.visit import Finding, Visit

MODELS = (
    ReportingUnit,
    UnitBorder,
    Batch,
    Industry,
    Clause,
    Limit,
    PenaltyArticle,
    LittleGiant,
    Questionnaire,
    AcceptanceStandard,
    Indicator,
    Scene,
    Organization,
    User,
    UserRole,
    Session,
    SecondStep,
    RecoveryCode,
    SecondStepRule,
    SetupLink,
    Identity,
    Attempt,
    Interest,
    ApiToken,
    HourlyPoints,
    SavedQuery,
    Plan,
    PlanIndustry,
    Call,
    Criterion,
    Candidate,
    Panelist,
    Score,
    Objection,
    PlanRemark,
    Platform,
    Project,
    Contract,
    Service,
    Training,
    Solution,
    SolutionScene,
    Pattern,
    PatternScene,
    Proof,
    Sample,
    CostItem,
    Invoice,
    Payment,
    Assessment,
    ScoreSheet,
    ReviewSample,
    Duty,
    Visit,
    Finding,
    Survey,
    Target,
    Measurement,
    Evaluation,
    EvaluationLine,
    Report,
    Claim,
    Attachment,
    Funding,
    Instalment,
    TextPrint,
    RuleVersion,
    PeerGroup,
    Scan,
    Tip,
    Draw,
    Case,
    Flag,
    RiskScore,
    CasePerson,
    CaseHold,
    CaseDeadline,
    CasePause,
    CheckItem,
    EvidenceItem,
    ExplanationRequest,
    CaseNotice,
    NoticeItem,
    Penalty,
    Defence,
    Challenge,
    Publication,
    Extension,
    Settlement,
    SettlementLine,
    CaseEffect,
    BankBatch,
    Remittance,
    Disbursement,
    LedgerEntry,
    Event,
    ImportRun,
    RunningImport,
    KeptAnswer,
    AuditEntry,
    AuditAnchor,
)

__all__ = ["MODELS", *(model.__name__ for model in MODELS)]
