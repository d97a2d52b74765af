-- What the migrations make of an empty database. Written by `make migrations`; never edited.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE FUNCTION public.uscc_ok(code text) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$
  -- GB 32100-2015: 18 characters without I, O, S, V, Z; the last one makes the weighted sum divisible by 31.
  select code ~ '^[0-9A-HJ-NPQRTUWXY]{18}$' and (
    select sum((position(substr(code, place, 1) in '0123456789ABCDEFGHJKLMNPQRTUWXY') - 1)
               * (array[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28,1])[place]) % 31 = 0
    from generate_series(1, 18) as place)
$_$;
CREATE TABLE public.acceptance_standards (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    valid_from date NOT NULL,
    criteria jsonb NOT NULL,
    reason character varying(200) NOT NULL
);
CREATE SEQUENCE public.acceptance_standards_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.acceptance_standards_id_seq OWNED BY public.acceptance_standards.id;
CREATE TABLE public.api_tokens (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    name character varying(80) NOT NULL,
    prefix character varying(12) NOT NULL,
    token_hash character varying(64) NOT NULL,
    scopes jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    user_id bigint NOT NULL
);
CREATE SEQUENCE public.api_tokens_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.api_tokens_id_seq OWNED BY public.api_tokens.id;
CREATE TABLE public.assessments (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    phase character varying(32) NOT NULL,
    edition smallint NOT NULL,
    level smallint NOT NULL,
    score numeric(5,2) NOT NULL,
    assessed_on date NOT NULL,
    answers jsonb,
    project_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    dimensions jsonb,
    draft boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.assessments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.assessments_id_seq OWNED BY public.assessments.id;
CREATE TABLE public.attachments (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    subject character varying(32) NOT NULL,
    subject_id bigint NOT NULL,
    kind character varying(32) NOT NULL,
    filename character varying(120) NOT NULL,
    media_type character varying(80) NOT NULL,
    size integer NOT NULL,
    sha256 character varying(64) NOT NULL,
    at timestamp with time zone NOT NULL,
    note character varying(200),
    project_id bigint,
    uploader_id bigint
);
CREATE SEQUENCE public.attachments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.attachments_id_seq OWNED BY public.attachments.id;
CREATE TABLE public.attempts (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    key character varying(80) NOT NULL,
    failures integer NOT NULL,
    last_at timestamp with time zone NOT NULL,
    until timestamp with time zone
);
CREATE SEQUENCE public.attempts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.attempts_id_seq OWNED BY public.attempts.id;
CREATE TABLE public.audit_anchors (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    day date NOT NULL,
    at timestamp with time zone NOT NULL,
    heads text NOT NULL,
    previous character varying(128) NOT NULL,
    signer character varying(64) NOT NULL,
    signature character varying(128) NOT NULL
);
CREATE SEQUENCE public.audit_anchors_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.audit_anchors_id_seq OWNED BY public.audit_anchors.id;
CREATE TABLE public.audit_entries (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6),
    seq bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind character varying(32) NOT NULL,
    subject character varying(32),
    subject_key character varying(64),
    token bigint,
    address character varying(45),
    agent character varying(120),
    request character varying(32),
    before text,
    after text,
    facts text,
    hash character varying(64) NOT NULL,
    actor_id bigint
);
CREATE SEQUENCE public.audit_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.audit_entries_id_seq OWNED BY public.audit_entries.id;
CREATE TABLE public.bank_batches (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    number character varying(32) NOT NULL,
    state character varying(32) NOT NULL,
    listed_on date NOT NULL,
    count integer NOT NULL,
    total numeric(14,2) NOT NULL,
    hash_total character varying(16) NOT NULL,
    exports integer NOT NULL,
    sha256 character varying(64),
    plan_id bigint NOT NULL
);
CREATE SEQUENCE public.bank_batches_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.bank_batches_id_seq OWNED BY public.bank_batches.id;
CREATE TABLE public.batches (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    number smallint NOT NULL,
    name character varying(40) NOT NULL,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    prepayment_ratio numeric(4,3)
);
CREATE SEQUENCE public.batches_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.batches_id_seq OWNED BY public.batches.id;
CREATE TABLE public.calls (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    title character varying(120) NOT NULL,
    text text NOT NULL,
    state character varying(32) NOT NULL,
    opens_on date NOT NULL,
    closes_on date NOT NULL,
    notice_days smallint NOT NULL,
    places smallint NOT NULL,
    noticed_on date,
    notice_until date,
    decided_on date,
    result text,
    batch_id bigint NOT NULL,
    industry_id bigint NOT NULL,
    plan_industry_id bigint NOT NULL
);
CREATE SEQUENCE public.calls_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.calls_id_seq OWNED BY public.calls.id;
CREATE TABLE public.candidates (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state character varying(32) NOT NULL,
    solution text NOT NULL,
    capability text NOT NULL,
    target text,
    planned integer NOT NULL,
    concession numeric(5,2) NOT NULL,
    applied_on date NOT NULL,
    total numeric(7,4),
    ranking smallint,
    explained jsonb,
    call_id bigint NOT NULL,
    organization_id bigint NOT NULL
);
CREATE SEQUENCE public.candidates_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.candidates_id_seq OWNED BY public.candidates.id;
CREATE TABLE public.case_deadlines (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    clock character varying(32) NOT NULL,
    since date NOT NULL,
    due_on date NOT NULL,
    warn_on date NOT NULL,
    met_on date,
    law character varying(120) NOT NULL,
    case_id bigint NOT NULL
);
CREATE SEQUENCE public.case_deadlines_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.case_deadlines_id_seq OWNED BY public.case_deadlines.id;
CREATE TABLE public.case_effects (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    taken_on date NOT NULL,
    deducted numeric(14,2) NOT NULL,
    disqualified boolean NOT NULL,
    award_before numeric(14,2),
    award_after numeric(14,2),
    platform_state character varying(32) NOT NULL,
    cancelled jsonb NOT NULL,
    reversed_on date,
    exact boolean,
    case_id bigint NOT NULL,
    former_id bigint,
    settlement_id bigint
);
CREATE SEQUENCE public.case_effects_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.case_effects_id_seq OWNED BY public.case_effects.id;
CREATE TABLE public.case_holds (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    before character varying(32) NOT NULL,
    suspected boolean NOT NULL,
    held_at timestamp with time zone NOT NULL,
    released_at timestamp with time zone,
    rejected_on date,
    decided_before date,
    case_id bigint NOT NULL,
    claim_id bigint NOT NULL
);
CREATE SEQUENCE public.case_holds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.case_holds_id_seq OWNED BY public.case_holds.id;
CREATE TABLE public.case_notices (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    number smallint NOT NULL,
    given_on date NOT NULL,
    answer_until date NOT NULL,
    facts text NOT NULL,
    basis text NOT NULL,
    hearing_offered boolean NOT NULL,
    case_id bigint NOT NULL,
    giver_id bigint
);
CREATE SEQUENCE public.case_notices_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.case_notices_id_seq OWNED BY public.case_notices.id;
CREATE TABLE public.case_pauses (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    reason character varying(32) NOT NULL,
    since date NOT NULL,
    until date,
    note character varying(200),
    case_id bigint NOT NULL
);
CREATE SEQUENCE public.case_pauses_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.case_pauses_id_seq OWNED BY public.case_pauses.id;
CREATE TABLE public.case_people (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    part character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    case_id bigint NOT NULL,
    user_id bigint NOT NULL
);
CREATE SEQUENCE public.case_people_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.case_people_id_seq OWNED BY public.case_people.id;
CREATE TABLE public.cases (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    number character varying(24) NOT NULL,
    title character varying(160) NOT NULL,
    state character varying(32) NOT NULL,
    kind character varying(32) NOT NULL,
    phase character varying(32) NOT NULL,
    opened_on date NOT NULL,
    closed_on date,
    at_stake numeric(14,2) NOT NULL,
    summary text,
    investigator_id bigint,
    platform_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    act_ended_on date,
    crime_suspected boolean DEFAULT false NOT NULL,
    decided_on date,
    decider_id bigint,
    defence character varying(32),
    defend_until date,
    discussed_on date,
    discussion text,
    executed_on date,
    false_invoices boolean DEFAULT false NOT NULL,
    fine_due boolean DEFAULT false NOT NULL,
    found_on date,
    grave boolean DEFAULT false NOT NULL,
    heard_on date,
    hearing_asked_on date,
    hearing_notice_on date,
    hearing_on date,
    leads boolean DEFAULT false NOT NULL,
    legacy boolean DEFAULT false NOT NULL,
    next_clock character varying(32),
    next_due_on date,
    notice_id bigint,
    notified_on date,
    opinion text,
    preserved_on date,
    preserved_until date,
    reviewed_on date,
    reviewer_id bigint,
    revoked_on date,
    ring character varying(32),
    second_investigator_id bigint,
    served_on date,
    service character varying(80),
    warn_on date
);
CREATE SEQUENCE public.cases_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.cases_id_seq OWNED BY public.cases.id;
CREATE TABLE public.challenges (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    kind character varying(32) NOT NULL,
    state character varying(32) NOT NULL,
    filed_on date NOT NULL,
    body character varying(80) NOT NULL,
    number character varying(60),
    grounds text NOT NULL,
    answered_on date,
    answer text,
    case_id bigint NOT NULL
);
CREATE SEQUENCE public.challenges_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.challenges_id_seq OWNED BY public.challenges.id;
CREATE TABLE public.check_items (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    number smallint NOT NULL,
    code character varying(32) NOT NULL,
    what character varying(200) NOT NULL,
    what_en character varying(200) NOT NULL,
    law character varying(120) NOT NULL,
    required boolean NOT NULL,
    done_on date,
    note text,
    case_id bigint NOT NULL,
    done_by_id bigint
);
CREATE SEQUENCE public.check_items_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.check_items_id_seq OWNED BY public.check_items.id;
CREATE TABLE public.claims (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    state character varying(32) NOT NULL,
    actual_cost numeric(14,2) NOT NULL,
    amount numeric(14,2) NOT NULL,
    approved_amount numeric(14,2),
    submitted_on date NOT NULL,
    decided_on date,
    statement text,
    project_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL
);
CREATE SEQUENCE public.claims_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.claims_id_seq OWNED BY public.claims.id;
CREATE TABLE public.clauses (
    id character varying(4) NOT NULL,
    number smallint NOT NULL,
    section character varying(20) NOT NULL,
    title character varying(60) NOT NULL,
    title_en character varying(80) NOT NULL,
    text text NOT NULL,
    "limit" character varying(40),
    limit_unit character varying(60),
    practice text,
    practice_en text
);
CREATE TABLE public.contracts (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    edition smallint NOT NULL,
    number character varying(40) NOT NULL,
    amount numeric(14,2) NOT NULL,
    government numeric(14,2) NOT NULL,
    concession numeric(14,2) NOT NULL,
    own numeric(14,2) NOT NULL,
    signed_on date NOT NULL,
    starts_on date NOT NULL,
    finishes_on date NOT NULL,
    reason text,
    project_id bigint NOT NULL
);
CREATE SEQUENCE public.contracts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.contracts_id_seq OWNED BY public.contracts.id;
CREATE TABLE public.cost_items (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    kind character varying(32) NOT NULL,
    name character varying(120) NOT NULL,
    amount numeric(14,2) NOT NULL,
    eligible boolean NOT NULL,
    project_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL
);
CREATE SEQUENCE public.cost_items_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.cost_items_id_seq OWNED BY public.cost_items.id;
CREATE TABLE public.criteria (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    "position" smallint NOT NULL,
    name character varying(60) NOT NULL,
    meaning character varying(300),
    weight numeric(5,2) NOT NULL,
    most numeric(6,2) NOT NULL,
    call_id bigint NOT NULL
);
CREATE SEQUENCE public.criteria_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.criteria_id_seq OWNED BY public.criteria.id;
CREATE TABLE public.defences (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    kind character varying(32) NOT NULL,
    made_on date NOT NULL,
    speaker character varying(60),
    venue character varying(120),
    record text NOT NULL,
    findings text NOT NULL,
    adopted boolean NOT NULL,
    case_id bigint NOT NULL,
    chair_id bigint,
    keeper_id bigint
);
CREATE SEQUENCE public.defences_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.defences_id_seq OWNED BY public.defences.id;
CREATE TABLE public.disbursements (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    kind character varying(32) NOT NULL,
    amount numeric(14,2) NOT NULL,
    paid_on date NOT NULL,
    reference character varying(40) NOT NULL,
    platform_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    remittance_id bigint,
    reverses_id bigint
);
CREATE SEQUENCE public.disbursements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.disbursements_id_seq OWNED BY public.disbursements.id;
CREATE TABLE public.draws (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state character varying(32) NOT NULL,
    seed character varying(40) NOT NULL,
    share numeric(4,3) NOT NULL,
    flagged boolean NOT NULL,
    drawn_on date NOT NULL,
    audited_on date,
    found_cost numeric(14,2),
    remark text,
    claim_id bigint NOT NULL
);
CREATE SEQUENCE public.draws_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.draws_id_seq OWNED BY public.draws.id;
CREATE TABLE public.duties (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    duty character varying(32) NOT NULL,
    at timestamp with time zone NOT NULL,
    project_id bigint NOT NULL,
    user_id bigint NOT NULL
);
CREATE SEQUENCE public.duties_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.duties_id_seq OWNED BY public.duties.id;
CREATE TABLE public.evaluation_lines (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    goal numeric(14,2) NOT NULL,
    actual numeric(14,2),
    weight numeric(5,2) NOT NULL,
    computed numeric(5,2) NOT NULL,
    score numeric(5,2) NOT NULL,
    remark character varying(400),
    evaluation_id bigint NOT NULL,
    target_id bigint NOT NULL
);
CREATE SEQUENCE public.evaluation_lines_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.evaluation_lines_id_seq OWNED BY public.evaluation_lines.id;
CREATE TABLE public.evaluations (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    kind character varying(32) NOT NULL,
    state character varying(32) NOT NULL,
    score numeric(5,2) NOT NULL,
    grade character varying(32) NOT NULL,
    accepted boolean,
    achievements text,
    problems text,
    measures text,
    drafted_on date NOT NULL,
    finance_signed_on date,
    given_on date,
    plan_id bigint NOT NULL
);
CREATE SEQUENCE public.evaluations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.evaluations_id_seq OWNED BY public.evaluations.id;
CREATE TABLE public.events (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6),
    subject character varying(32) NOT NULL,
    subject_id bigint NOT NULL,
    action character varying(32) NOT NULL,
    from_state character varying(32),
    to_state character varying(32),
    at timestamp with time zone NOT NULL,
    why text,
    actor_id bigint,
    figure numeric(14,2)
);
CREATE SEQUENCE public.events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.events_id_seq OWNED BY public.events.id;
CREATE TABLE public.evidence_items (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    kind character varying(32) NOT NULL,
    title character varying(120) NOT NULL,
    text text,
    taken_on date NOT NULL,
    facts jsonb,
    sha256 character varying(64),
    case_id bigint NOT NULL,
    claim_id bigint,
    second_taker_id bigint,
    taker_id bigint
);
CREATE SEQUENCE public.evidence_items_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.evidence_items_id_seq OWNED BY public.evidence_items.id;
CREATE TABLE public.explanation_requests (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state character varying(32) NOT NULL,
    subject character varying(120) NOT NULL,
    question text NOT NULL,
    asked_on date NOT NULL,
    due_on date NOT NULL,
    answer text,
    answered_on date,
    case_id bigint NOT NULL,
    platform_id bigint NOT NULL,
    project_id bigint
);
CREATE SEQUENCE public.explanation_requests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.explanation_requests_id_seq OWNED BY public.explanation_requests.id;
CREATE TABLE public.extensions (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    until date NOT NULL,
    reason text NOT NULL,
    granted_on date NOT NULL,
    project_id bigint NOT NULL
);
CREATE SEQUENCE public.extensions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.extensions_id_seq OWNED BY public.extensions.id;
CREATE TABLE public.findings (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    kind character varying(32) NOT NULL,
    severity character varying(32) NOT NULL,
    state character varying(32) NOT NULL,
    description character varying(400) NOT NULL,
    due_on date NOT NULL,
    answer character varying(400),
    answered_on date,
    closed_on date,
    project_id bigint,
    visit_id bigint NOT NULL
);
CREATE SEQUENCE public.findings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.findings_id_seq OWNED BY public.findings.id;
CREATE TABLE public.flags (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    rule character varying(8) NOT NULL,
    rule_version smallint NOT NULL,
    severity character varying(32) NOT NULL,
    phase character varying(32) NOT NULL,
    hints_at character varying(32) NOT NULL,
    state character varying(32) NOT NULL,
    reason character varying(400) NOT NULL,
    reason_en character varying(400) NOT NULL,
    facts jsonb NOT NULL,
    facts_hash character varying(64) NOT NULL,
    at_risk numeric(14,2) NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    dismissed_reason text,
    case_id bigint,
    claim_id bigint,
    version integer DEFAULT 1 NOT NULL,
    definition_id bigint NOT NULL,
    kind character varying(32) NOT NULL,
    subject_id bigint NOT NULL,
    mark character varying(120) NOT NULL,
    peers jsonb,
    platform_id bigint NOT NULL,
    project_id bigint,
    seen_at timestamp with time zone NOT NULL,
    subject character varying(32) NOT NULL
);
CREATE SEQUENCE public.flags_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.flags_id_seq OWNED BY public.flags.id;
CREATE TABLE public.fundings (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    source character varying(32) NOT NULL,
    agreed numeric(14,2) NOT NULL,
    paid numeric(14,2) NOT NULL,
    agreed_on date,
    document character varying(80),
    gains_share numeric(5,4),
    gains_base character varying(120),
    project_id bigint NOT NULL
);
CREATE SEQUENCE public.fundings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.fundings_id_seq OWNED BY public.fundings.id;
CREATE TABLE public.hourly_points (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    asker character varying(32) NOT NULL,
    hour timestamp with time zone NOT NULL,
    points bigint NOT NULL
);
CREATE SEQUENCE public.hourly_points_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.hourly_points_id_seq OWNED BY public.hourly_points.id;
CREATE TABLE public.identities (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    issuer character varying(200) NOT NULL,
    subject character varying(255) NOT NULL,
    linked_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);
CREATE SEQUENCE public.identities_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.identities_id_seq OWNED BY public.identities.id;
CREATE TABLE public.import_runs (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    sha256 character varying(64) NOT NULL,
    filename character varying(200) NOT NULL,
    at timestamp with time zone NOT NULL,
    created integer NOT NULL,
    updated integer NOT NULL,
    unchanged integer NOT NULL,
    actor_id bigint
);
CREATE SEQUENCE public.import_runs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.import_runs_id_seq OWNED BY public.import_runs.id;
CREATE TABLE public.indicators (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    code character varying(32) NOT NULL,
    name character varying(60) NOT NULL,
    name_en character varying(80) NOT NULL,
    measure character varying(16) NOT NULL,
    measure_en character varying(24) NOT NULL,
    lower_is_better boolean NOT NULL,
    cumulative boolean NOT NULL,
    formula character varying(32),
    sample boolean NOT NULL,
    clause_id character varying(4)
);
CREATE SEQUENCE public.indicators_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.indicators_id_seq OWNED BY public.indicators.id;
CREATE TABLE public.industries (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    code character varying(8) NOT NULL,
    name character varying(80) NOT NULL,
    level character varying(32) NOT NULL,
    sector character varying(32),
    annex boolean NOT NULL,
    stand_in boolean NOT NULL,
    parent_id bigint
);
CREATE SEQUENCE public.industries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.industries_id_seq OWNED BY public.industries.id;
CREATE TABLE public.instalments (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    due_on date NOT NULL,
    amount numeric(14,2) NOT NULL,
    paid_on date,
    paid numeric(14,2) NOT NULL,
    funding_id bigint NOT NULL
);
CREATE SEQUENCE public.instalments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.instalments_id_seq OWNED BY public.instalments.id;
CREATE TABLE public.interests (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    kind character varying(32) NOT NULL,
    since date,
    until date,
    note character varying(200),
    declared_at timestamp with time zone NOT NULL,
    organization_id bigint NOT NULL,
    user_id bigint NOT NULL
);
CREATE SEQUENCE public.interests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.interests_id_seq OWNED BY public.interests.id;
CREATE TABLE public.invoices (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    kind character varying(32) NOT NULL,
    code character varying(12),
    number character varying(20) NOT NULL,
    seller character varying(80) NOT NULL,
    seller_uscc character varying(18) NOT NULL,
    buyer character varying(80) NOT NULL,
    buyer_uscc character varying(18) NOT NULL,
    item character varying(120) NOT NULL,
    issued_on date NOT NULL,
    net numeric(14,2) NOT NULL,
    tax_rate numeric(4,3) NOT NULL,
    tax numeric(14,2) NOT NULL,
    gross numeric(14,2) NOT NULL,
    project_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    checked character varying(32) DEFAULT 'unchecked'::character varying NOT NULL,
    checked_on date
);
CREATE SEQUENCE public.invoices_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.invoices_id_seq OWNED BY public.invoices.id;
CREATE TABLE public.kept_answers (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    key character varying(64) NOT NULL,
    fingerprint character varying(64) NOT NULL,
    answer jsonb NOT NULL,
    at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);
CREATE SEQUENCE public.kept_answers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.kept_answers_id_seq OWNED BY public.kept_answers.id;
CREATE TABLE public.ledger_entries (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    voucher character varying(40) NOT NULL,
    line smallint NOT NULL,
    entered_on date NOT NULL,
    debit character varying(32) NOT NULL,
    credit character varying(32) NOT NULL,
    amount numeric(14,2) NOT NULL,
    what character varying(80) NOT NULL,
    what_en character varying(80) NOT NULL,
    platform_id bigint NOT NULL,
    remittance_id bigint,
    reverses_id bigint,
    settlement_id bigint
);
CREATE SEQUENCE public.ledger_entries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.ledger_entries_id_seq OWNED BY public.ledger_entries.id;
CREATE TABLE public.limits (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    key character varying(40) NOT NULL,
    value numeric(16,4) NOT NULL,
    valid_from date NOT NULL,
    valid_until date,
    reason character varying(200) NOT NULL,
    clause_id character varying(4) NOT NULL
);
CREATE SEQUENCE public.limits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.limits_id_seq OWNED BY public.limits.id;
CREATE TABLE public.little_giants (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    uscc character varying(18) NOT NULL,
    name character varying(80) NOT NULL,
    funded_year smallint,
    address character varying(160),
    legal_person character varying(40)
);
CREATE SEQUENCE public.little_giants_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.little_giants_id_seq OWNED BY public.little_giants.id;
CREATE TABLE public.measurements (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    quarter date NOT NULL,
    value numeric(14,2) NOT NULL,
    worked_out boolean NOT NULL,
    light character varying(32) NOT NULL,
    explanation character varying(400),
    target_id bigint NOT NULL
);
CREATE SEQUENCE public.measurements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.measurements_id_seq OWNED BY public.measurements.id;
CREATE TABLE public.notice_items (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    outcome character varying(32) NOT NULL,
    amount numeric(14,2) NOT NULL,
    organ character varying(32),
    base character varying(32),
    weight character varying(32),
    basis numeric(14,2),
    "least" numeric(14,2),
    most numeric(14,2),
    cites character varying(200),
    article_id bigint,
    notice_id bigint NOT NULL
);
CREATE SEQUENCE public.notice_items_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.notice_items_id_seq OWNED BY public.notice_items.id;
CREATE TABLE public.objections (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state character varying(32) NOT NULL,
    name character varying(40) NOT NULL,
    contact character varying(80) NOT NULL,
    text text NOT NULL,
    raised_on date NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    sender character varying(64),
    answer text,
    upheld boolean,
    answered_on date,
    call_id bigint NOT NULL,
    candidate_id bigint,
    organization_id bigint,
    user_id bigint
);
CREATE SEQUENCE public.objections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.objections_id_seq OWNED BY public.objections.id;
CREATE TABLE public.organizations (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    uscc character varying(18) NOT NULL,
    name character varying(80) NOT NULL,
    unit_code character varying(6) NOT NULL,
    size character varying(32),
    employees integer,
    revenue numeric(14,2),
    founded_on date,
    address character varying(160),
    legal_person character varying(40),
    phone character varying(20),
    bank_account character varying(34),
    industry_id bigint
);
CREATE SEQUENCE public.organizations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.organizations_id_seq OWNED BY public.organizations.id;
CREATE TABLE public.panelists (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state character varying(32) NOT NULL,
    drawn boolean NOT NULL,
    submitted_on date,
    reason character varying(200),
    call_id bigint NOT NULL,
    expert_id bigint NOT NULL
);
CREATE SEQUENCE public.panelists_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.panelists_id_seq OWNED BY public.panelists.id;
CREATE TABLE public.pattern_scenes (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    pattern_id bigint NOT NULL,
    scene_id bigint NOT NULL
);
CREATE SEQUENCE public.pattern_scenes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.pattern_scenes_id_seq OWNED BY public.pattern_scenes.id;
CREATE TABLE public.patterns (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    name character varying(80) NOT NULL,
    summary text NOT NULL,
    steps text NOT NULL,
    prerequisites text,
    pitfalls text,
    state character varying(32) NOT NULL,
    published_on date,
    industry_id bigint,
    solution_id bigint
);
CREATE SEQUENCE public.patterns_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.patterns_id_seq OWNED BY public.patterns.id;
CREATE TABLE public.payments (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    payer character varying(80) NOT NULL,
    payer_account character varying(34) NOT NULL,
    payee character varying(80) NOT NULL,
    payee_account character varying(34) NOT NULL,
    method character varying(32) NOT NULL,
    paid_on date NOT NULL,
    amount numeric(14,2) NOT NULL,
    invoice_id bigint,
    project_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL
);
CREATE SEQUENCE public.payments_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.payments_id_seq OWNED BY public.payments.id;
CREATE TABLE public.peer_groups (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    cell character varying(120) NOT NULL,
    size integer NOT NULL,
    low numeric(20,6),
    middle numeric(20,6),
    high numeric(20,6),
    spread numeric(20,6),
    rate numeric(20,6),
    definition_id bigint NOT NULL
);
CREATE SEQUENCE public.peer_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.peer_groups_id_seq OWNED BY public.peer_groups.id;
CREATE TABLE public.penalties (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    outcome character varying(32) NOT NULL,
    amount numeric(14,2) NOT NULL,
    decided_on date NOT NULL,
    served_on date,
    executed_on date,
    article_id bigint,
    case_id bigint NOT NULL,
    clause_id character varying(4) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    announced numeric(14,2) NOT NULL,
    item_id bigint NOT NULL,
    organ character varying(32),
    reply text,
    revoked_on date,
    state character varying(32) NOT NULL
);
CREATE SEQUENCE public.penalties_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.penalties_id_seq OWNED BY public.penalties.id;
CREATE TABLE public.penalty_articles (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    number smallint NOT NULL,
    subject character varying(80) NOT NULL,
    conduct jsonb NOT NULL,
    unit_penalty text,
    person_penalty text,
    detail jsonb NOT NULL
);
CREATE SEQUENCE public.penalty_articles_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.penalty_articles_id_seq OWNED BY public.penalty_articles.id;
CREATE TABLE public.plan_industries (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    common_problems text,
    scenarios text,
    industry_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    data_used text,
    light_return text,
    needs_met text
);
CREATE SEQUENCE public.plan_industries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.plan_industries_id_seq OWNED BY public.plan_industries.id;
CREATE TABLE public.plan_remarks (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    subject character varying(32) NOT NULL,
    subject_id bigint NOT NULL,
    item character varying(160) NOT NULL,
    text text NOT NULL,
    made_on date NOT NULL,
    answer text,
    answered_on date,
    plan_id bigint NOT NULL
);
CREATE SEQUENCE public.plan_remarks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.plan_remarks_id_seq OWNED BY public.plan_remarks.id;
CREATE TABLE public.plans (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    title character varying(120) NOT NULL,
    state character varying(32) NOT NULL,
    contact character varying(40),
    contact_phone character varying(20),
    sme_signed_on date,
    finance_signed_on date,
    submitted_on date,
    approved_on date,
    batch_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    finance_signed_content character varying(64),
    sme_signed_content character varying(64)
);
CREATE SEQUENCE public.plans_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.plans_id_seq OWNED BY public.plans.id;
CREATE TABLE public.platforms (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    state character varying(32) NOT NULL,
    planned integer NOT NULL,
    solution text,
    target text,
    bank_account character varying(34),
    contact character varying(40),
    contact_phone character varying(20),
    appointed_on date,
    award numeric(14,2),
    deduction numeric(14,2) NOT NULL,
    organization_id bigint NOT NULL,
    plan_industry_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL
);
CREATE SEQUENCE public.platforms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.platforms_id_seq OWNED BY public.platforms.id;
CREATE TABLE public.projects (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    state character varying(32) NOT NULL,
    solution text,
    target_level smallint,
    planned_cost numeric(14,2),
    planned_award numeric(14,2),
    contract_number character varying(40),
    contract_amount numeric(14,2),
    listed_on date,
    contracted_on date,
    started_on date,
    trained_on date,
    delivered_on date,
    accepted_on date,
    confirmed_on date,
    left_on date,
    acceptance_score numeric(5,2),
    satisfaction smallint,
    level_before smallint,
    level_after smallint,
    actual_cost numeric(14,2),
    claimed numeric(14,2),
    enterprise_id bigint NOT NULL,
    expert_id bigint,
    platform_id bigint NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    due_on date,
    endorsed_on date,
    left_reason character varying(32),
    rectify_by date,
    replaces_id bigint
);
CREATE SEQUENCE public.projects_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.projects_id_seq OWNED BY public.projects.id;
CREATE TABLE public.proofs (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    size character varying(32),
    employees integer,
    revenue numeric(14,2),
    level_before smallint NOT NULL,
    level_after smallint NOT NULL,
    cost numeric(14,2) NOT NULL,
    months numeric(4,1) NOT NULL,
    taken_on date NOT NULL,
    enterprise_id bigint NOT NULL,
    industry_id bigint,
    pattern_id bigint,
    project_id bigint NOT NULL,
    solution_id bigint
);
CREATE SEQUENCE public.proofs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.proofs_id_seq OWNED BY public.proofs.id;
CREATE TABLE public.publications (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state character varying(32) NOT NULL,
    number character varying(24) NOT NULL,
    party character varying(80) NOT NULL,
    party_uscc character varying(18) NOT NULL,
    conduct text NOT NULL,
    result text NOT NULL,
    basis text NOT NULL,
    decided_on date NOT NULL,
    published_on date NOT NULL,
    withdrawn_on date,
    reason text,
    case_id bigint NOT NULL
);
CREATE SEQUENCE public.publications_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.publications_id_seq OWNED BY public.publications.id;
CREATE TABLE public.questionnaires (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    edition smallint NOT NULL,
    number character varying(40) NOT NULL,
    title character varying(80) NOT NULL,
    title_en character varying(120) NOT NULL,
    body jsonb NOT NULL,
    certainty text NOT NULL,
    certainty_en text NOT NULL
);
CREATE SEQUENCE public.questionnaires_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.questionnaires_id_seq OWNED BY public.questionnaires.id;
CREATE TABLE public.recovery_codes (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    code_hash character varying(64) NOT NULL,
    used_at timestamp with time zone,
    user_id bigint NOT NULL
);
CREATE SEQUENCE public.recovery_codes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.recovery_codes_id_seq OWNED BY public.recovery_codes.id;
CREATE TABLE public.remittances (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    kind character varying(32) NOT NULL,
    state character varying(32) NOT NULL,
    amount numeric(14,2) NOT NULL,
    estimated numeric(14,2),
    ratio numeric(4,3),
    ordered_on date NOT NULL,
    payee character varying(80) NOT NULL,
    payee_account character varying(34),
    purpose character varying(70) NOT NULL,
    paid_on date,
    receipt character varying(40),
    remark text,
    approved_by_id bigint,
    bank_batch_id bigint,
    platform_id bigint NOT NULL,
    proposed_by_id bigint NOT NULL,
    settlement_id bigint
);
CREATE SEQUENCE public.remittances_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.remittances_id_seq OWNED BY public.remittances.id;
CREATE TABLE public.reporting_units (
    code character varying(6) NOT NULL,
    number smallint NOT NULL,
    kind character varying(32) NOT NULL,
    name character varying(40) NOT NULL,
    short_name character varying(10) NOT NULL,
    name_en character varying(60) NOT NULL,
    parent_code character varying(6),
    latitude numeric(5,2),
    longitude numeric(6,2)
);
CREATE TABLE public.reports (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    kind character varying(32) NOT NULL,
    topic character varying(32) NOT NULL,
    state character varying(32) NOT NULL,
    title character varying(120) NOT NULL,
    body text NOT NULL,
    sent_on date,
    read_on date,
    copy_read_on date,
    answer text,
    answered_on date,
    author_id bigint,
    plan_id bigint
);
CREATE SEQUENCE public.reports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.reports_id_seq OWNED BY public.reports.id;
CREATE TABLE public.review_samples (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state character varying(32) NOT NULL,
    seed character varying(40) NOT NULL,
    share numeric(4,3) NOT NULL,
    drawn_on date NOT NULL,
    checked_on date,
    remark text,
    project_id bigint NOT NULL
);
CREATE SEQUENCE public.review_samples_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.review_samples_id_seq OWNED BY public.review_samples.id;
CREATE TABLE public.risk_scores (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    subject character varying(32) NOT NULL,
    subject_id bigint NOT NULL,
    score numeric(4,1) NOT NULL,
    parts jsonb NOT NULL,
    flag_count integer NOT NULL,
    open_flags integer NOT NULL,
    at_risk numeric(14,2) NOT NULL,
    expires_on date,
    clock_days integer,
    rank numeric(16,2) NOT NULL,
    reckoned_at timestamp with time zone NOT NULL,
    claim_id bigint,
    platform_id bigint NOT NULL,
    project_id bigint
);
CREATE SEQUENCE public.risk_scores_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.risk_scores_id_seq OWNED BY public.risk_scores.id;
CREATE TABLE public.rule_versions (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    rule character varying(8) NOT NULL,
    number smallint NOT NULL,
    state character varying(32) NOT NULL,
    kind character varying(32) NOT NULL,
    title character varying(60) NOT NULL,
    title_en character varying(100) NOT NULL,
    parameters jsonb NOT NULL,
    query text NOT NULL,
    peers_query text,
    since timestamp with time zone NOT NULL,
    reason character varying(200),
    made_by_id bigint
);
CREATE SEQUENCE public.rule_versions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.rule_versions_id_seq OWNED BY public.rule_versions.id;
CREATE TABLE public.running_imports (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    name character varying(64) NOT NULL,
    phase character varying(32) NOT NULL,
    done integer NOT NULL,
    total integer NOT NULL,
    problems integer NOT NULL,
    at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);
CREATE SEQUENCE public.running_imports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.running_imports_id_seq OWNED BY public.running_imports.id;
CREATE TABLE public.samples (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    kind character varying(32) NOT NULL,
    name character varying(80) NOT NULL,
    edition smallint NOT NULL,
    text text NOT NULL,
    changes character varying(300),
    state character varying(32) NOT NULL,
    published_on date,
    industry_id bigint,
    pattern_id bigint,
    previous_id bigint
);
CREATE SEQUENCE public.samples_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.samples_id_seq OWNED BY public.samples.id;
CREATE TABLE public.saved_queries (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    name character varying(80) NOT NULL,
    document text NOT NULL,
    variables jsonb,
    shared boolean NOT NULL,
    created_at timestamp with time zone NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    owner_id bigint NOT NULL
);
CREATE SEQUENCE public.saved_queries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.saved_queries_id_seq OWNED BY public.saved_queries.id;
CREATE TABLE public.scans (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    scope character varying(32) NOT NULL,
    state character varying(32) NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    ended_at timestamp with time zone,
    rule character varying(8),
    done smallint NOT NULL,
    total smallint NOT NULL,
    raised integer NOT NULL,
    lapsed integer NOT NULL,
    seen_to bigint,
    error character varying(400),
    asked_by_id bigint
);
CREATE SEQUENCE public.scans_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.scans_id_seq OWNED BY public.scans.id;
CREATE TABLE public.scenes (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    number smallint NOT NULL,
    family character varying(40) NOT NULL,
    name character varying(40) NOT NULL,
    binding boolean NOT NULL,
    levels jsonb NOT NULL
);
CREATE SEQUENCE public.scenes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.scenes_id_seq OWNED BY public.scenes.id;
CREATE TABLE public.score_sheets (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    round smallint NOT NULL,
    given_on date NOT NULL,
    scores jsonb NOT NULL,
    total numeric(5,2) NOT NULL,
    pass_mark numeric(5,2) NOT NULL,
    verdict character varying(32) NOT NULL,
    findings text,
    rectify_by date,
    expert_id bigint,
    project_id bigint NOT NULL,
    standard_id bigint NOT NULL
);
CREATE SEQUENCE public.score_sheets_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.score_sheets_id_seq OWNED BY public.score_sheets.id;
CREATE TABLE public.scores (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    points numeric(6,2) NOT NULL,
    call_id bigint NOT NULL,
    candidate_id bigint NOT NULL,
    criterion_id bigint NOT NULL,
    expert_id bigint NOT NULL
);
CREATE SEQUENCE public.scores_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.scores_id_seq OWNED BY public.scores.id;
CREATE TABLE public.second_step_rules (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    role character varying(32) NOT NULL,
    since timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.second_step_rules_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.second_step_rules_id_seq OWNED BY public.second_step_rules.id;
CREATE TABLE public.second_steps (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    secret character varying(400) NOT NULL,
    last_step bigint DEFAULT 0 NOT NULL,
    confirmed_at timestamp with time zone,
    user_id bigint NOT NULL
);
CREATE SEQUENCE public.second_steps_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.second_steps_id_seq OWNED BY public.second_steps.id;
CREATE TABLE public.services (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    kind character varying(32) NOT NULL,
    name character varying(120) NOT NULL,
    scenario character varying(60),
    amount numeric(14,2) NOT NULL,
    agreed_on date NOT NULL,
    delivered_on date,
    dropped_on date,
    evidence text,
    project_id bigint NOT NULL
);
CREATE SEQUENCE public.services_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.services_id_seq OWNED BY public.services.id;
CREATE TABLE public.sessions (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    token_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    address character varying(45),
    user_id bigint NOT NULL,
    device character varying(200),
    office boolean DEFAULT false NOT NULL,
    seen_at timestamp with time zone,
    stage character varying(32) DEFAULT 'in'::character varying NOT NULL
);
CREATE SEQUENCE public.sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.sessions_id_seq OWNED BY public.sessions.id;
CREATE TABLE public.settlement_lines (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    number integer NOT NULL,
    cut character varying(32) NOT NULL,
    basis numeric(16,4) NOT NULL,
    bound numeric(16,4) NOT NULL,
    amount numeric(14,2) NOT NULL,
    clause_id character varying(4) NOT NULL,
    project_id bigint,
    settlement_id bigint NOT NULL
);
CREATE SEQUENCE public.settlement_lines_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.settlement_lines_id_seq OWNED BY public.settlement_lines.id;
CREATE TABLE public.settlements (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    number integer NOT NULL,
    state character varying(32) NOT NULL,
    settled_on date NOT NULL,
    limits_on date NOT NULL,
    policy_version character varying(24) NOT NULL,
    passed integer NOT NULL,
    award numeric(14,2) NOT NULL,
    award_cap numeric(14,2) NOT NULL,
    prepaid numeric(14,2) NOT NULL,
    paid_before numeric(14,2) NOT NULL,
    balance numeric(14,2) NOT NULL,
    exception text,
    inputs jsonb NOT NULL,
    input_hash character varying(64) NOT NULL,
    proposed_at timestamp with time zone NOT NULL,
    approved_at timestamp with time zone,
    remark text,
    approved_by_id bigint,
    platform_id bigint NOT NULL,
    proposed_by_id bigint NOT NULL,
    case_id bigint
);
CREATE SEQUENCE public.settlements_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.settlements_id_seq OWNED BY public.settlements.id;
CREATE TABLE public.setup_links (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    token_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    user_id bigint NOT NULL
);
CREATE SEQUENCE public.setup_links_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.setup_links_id_seq OWNED BY public.setup_links.id;
CREATE TABLE public.solution_scenes (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    scene_id bigint NOT NULL,
    solution_id bigint NOT NULL
);
CREATE SEQUENCE public.solution_scenes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.solution_scenes_id_seq OWNED BY public.solution_scenes.id;
CREATE TABLE public.solutions (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    name character varying(80) NOT NULL,
    summary text NOT NULL,
    price_low numeric(14,2) NOT NULL,
    price_high numeric(14,2) NOT NULL,
    weeks_low smallint NOT NULL,
    weeks_high smallint NOT NULL,
    needs text,
    small character varying(200),
    quick character varying(200),
    light character varying(200),
    precise character varying(200),
    state character varying(32) NOT NULL,
    published_on date,
    industry_id bigint,
    organization_id bigint NOT NULL
);
CREATE SEQUENCE public.solutions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.solutions_id_seq OWNED BY public.solutions.id;
CREATE TABLE public.surveys (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state character varying(32) NOT NULL,
    token_hash character varying(64),
    sent_on date NOT NULL,
    expires_on date NOT NULL,
    reminders smallint NOT NULL,
    answered_on date,
    quality smallint,
    timeliness smallint,
    training smallint,
    effect smallint,
    recommend smallint,
    mean numeric(3,2),
    comment character varying(1000),
    project_id bigint NOT NULL,
    served boolean
);
CREATE SEQUENCE public.surveys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.surveys_id_seq OWNED BY public.surveys.id;
CREATE TABLE public.targets (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    baseline numeric(14,2),
    value numeric(14,2) NOT NULL,
    approved numeric(14,2),
    weight numeric(5,2) NOT NULL,
    indicator_id bigint NOT NULL,
    plan_id bigint NOT NULL,
    platform_id bigint
);
CREATE SEQUENCE public.targets_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.targets_id_seq OWNED BY public.targets.id;
CREATE TABLE public.text_prints (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    section character varying(32) NOT NULL,
    source bigint NOT NULL,
    hash character varying(32) NOT NULL,
    length integer NOT NULL,
    minima character varying(64) NOT NULL,
    band_1 bigint,
    band_2 bigint,
    band_3 bigint,
    band_4 bigint,
    band_5 bigint,
    band_6 bigint,
    band_7 bigint,
    band_8 bigint,
    platform_id bigint NOT NULL,
    project_id bigint
);
CREATE SEQUENCE public.text_prints_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.text_prints_id_seq OWNED BY public.text_prints.id;
CREATE TABLE public.tips (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    number character varying(20) NOT NULL,
    state character varying(32) NOT NULL,
    about character varying(120) NOT NULL,
    about_uscc character varying(18),
    kind character varying(32),
    body text NOT NULL,
    contact text,
    code_hash character varying(64) NOT NULL,
    received_at timestamp with time zone NOT NULL,
    likeness numeric(4,3),
    handled_at timestamp with time zone,
    answer character varying(400),
    handled_by_id bigint,
    organization_id bigint,
    case_number character varying(24),
    reachable boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.tips_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.tips_id_seq OWNED BY public.tips.id;
CREATE TABLE public.tortoise_migrations (
    id integer NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied_at timestamp with time zone NOT NULL
);
CREATE SEQUENCE public.tortoise_migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.tortoise_migrations_id_seq OWNED BY public.tortoise_migrations.id;
CREATE TABLE public.trainings (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    held_on date NOT NULL,
    hours numeric(4,1) NOT NULL,
    topic character varying(120) NOT NULL,
    expected integer NOT NULL,
    attended integer NOT NULL,
    qualified integer,
    examiner character varying(40),
    remark text,
    project_id bigint NOT NULL
);
CREATE SEQUENCE public.trainings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.trainings_id_seq OWNED BY public.trainings.id;
CREATE TABLE public.unit_borders (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    neighbour_code character varying(6) NOT NULL
);
CREATE SEQUENCE public.unit_borders_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.unit_borders_id_seq OWNED BY public.unit_borders.id;
CREATE TABLE public.user_roles (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    role character varying(32) NOT NULL,
    unit_code character varying(6),
    user_id bigint NOT NULL,
    mapped boolean DEFAULT false NOT NULL
);
CREATE SEQUENCE public.user_roles_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.user_roles_id_seq OWNED BY public.user_roles.id;
CREATE TABLE public.users (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    username character varying(40) NOT NULL,
    name character varying(40) NOT NULL,
    password_hash character varying(160) NOT NULL,
    active boolean NOT NULL,
    organization_id bigint
);
CREATE SEQUENCE public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
CREATE TABLE public.visits (
    id bigint NOT NULL,
    synthetic boolean NOT NULL,
    unit_code character varying(6) NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    state character varying(32) NOT NULL,
    purpose character varying(200) NOT NULL,
    planned_on date NOT NULL,
    visited_on date,
    visitors character varying(200),
    summary text,
    organiser_id bigint,
    platform_id bigint NOT NULL,
    project_id bigint
);
CREATE SEQUENCE public.visits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.visits_id_seq OWNED BY public.visits.id;
ALTER TABLE ONLY public.acceptance_standards ALTER COLUMN id SET DEFAULT nextval('public.acceptance_standards_id_seq'::regclass);
ALTER TABLE ONLY public.api_tokens ALTER COLUMN id SET DEFAULT nextval('public.api_tokens_id_seq'::regclass);
ALTER TABLE ONLY public.assessments ALTER COLUMN id SET DEFAULT nextval('public.assessments_id_seq'::regclass);
ALTER TABLE ONLY public.attachments ALTER COLUMN id SET DEFAULT nextval('public.attachments_id_seq'::regclass);
ALTER TABLE ONLY public.attempts ALTER COLUMN id SET DEFAULT nextval('public.attempts_id_seq'::regclass);
ALTER TABLE ONLY public.audit_anchors ALTER COLUMN id SET DEFAULT nextval('public.audit_anchors_id_seq'::regclass);
ALTER TABLE ONLY public.audit_entries ALTER COLUMN id SET DEFAULT nextval('public.audit_entries_id_seq'::regclass);
ALTER TABLE ONLY public.bank_batches ALTER COLUMN id SET DEFAULT nextval('public.bank_batches_id_seq'::regclass);
ALTER TABLE ONLY public.batches ALTER COLUMN id SET DEFAULT nextval('public.batches_id_seq'::regclass);
ALTER TABLE ONLY public.calls ALTER COLUMN id SET DEFAULT nextval('public.calls_id_seq'::regclass);
ALTER TABLE ONLY public.candidates ALTER COLUMN id SET DEFAULT nextval('public.candidates_id_seq'::regclass);
ALTER TABLE ONLY public.case_deadlines ALTER COLUMN id SET DEFAULT nextval('public.case_deadlines_id_seq'::regclass);
ALTER TABLE ONLY public.case_effects ALTER COLUMN id SET DEFAULT nextval('public.case_effects_id_seq'::regclass);
ALTER TABLE ONLY public.case_holds ALTER COLUMN id SET DEFAULT nextval('public.case_holds_id_seq'::regclass);
ALTER TABLE ONLY public.case_notices ALTER COLUMN id SET DEFAULT nextval('public.case_notices_id_seq'::regclass);
ALTER TABLE ONLY public.case_pauses ALTER COLUMN id SET DEFAULT nextval('public.case_pauses_id_seq'::regclass);
ALTER TABLE ONLY public.case_people ALTER COLUMN id SET DEFAULT nextval('public.case_people_id_seq'::regclass);
ALTER TABLE ONLY public.cases ALTER COLUMN id SET DEFAULT nextval('public.cases_id_seq'::regclass);
ALTER TABLE ONLY public.challenges ALTER COLUMN id SET DEFAULT nextval('public.challenges_id_seq'::regclass);
ALTER TABLE ONLY public.check_items ALTER COLUMN id SET DEFAULT nextval('public.check_items_id_seq'::regclass);
ALTER TABLE ONLY public.claims ALTER COLUMN id SET DEFAULT nextval('public.claims_id_seq'::regclass);
ALTER TABLE ONLY public.contracts ALTER COLUMN id SET DEFAULT nextval('public.contracts_id_seq'::regclass);
ALTER TABLE ONLY public.cost_items ALTER COLUMN id SET DEFAULT nextval('public.cost_items_id_seq'::regclass);
ALTER TABLE ONLY public.criteria ALTER COLUMN id SET DEFAULT nextval('public.criteria_id_seq'::regclass);
ALTER TABLE ONLY public.defences ALTER COLUMN id SET DEFAULT nextval('public.defences_id_seq'::regclass);
ALTER TABLE ONLY public.disbursements ALTER COLUMN id SET DEFAULT nextval('public.disbursements_id_seq'::regclass);
ALTER TABLE ONLY public.draws ALTER COLUMN id SET DEFAULT nextval('public.draws_id_seq'::regclass);
ALTER TABLE ONLY public.duties ALTER COLUMN id SET DEFAULT nextval('public.duties_id_seq'::regclass);
ALTER TABLE ONLY public.evaluation_lines ALTER COLUMN id SET DEFAULT nextval('public.evaluation_lines_id_seq'::regclass);
ALTER TABLE ONLY public.evaluations ALTER COLUMN id SET DEFAULT nextval('public.evaluations_id_seq'::regclass);
ALTER TABLE ONLY public.events ALTER COLUMN id SET DEFAULT nextval('public.events_id_seq'::regclass);
ALTER TABLE ONLY public.evidence_items ALTER COLUMN id SET DEFAULT nextval('public.evidence_items_id_seq'::regclass);
ALTER TABLE ONLY public.explanation_requests ALTER COLUMN id SET DEFAULT nextval('public.explanation_requests_id_seq'::regclass);
ALTER TABLE ONLY public.extensions ALTER COLUMN id SET DEFAULT nextval('public.extensions_id_seq'::regclass);
ALTER TABLE ONLY public.findings ALTER COLUMN id SET DEFAULT nextval('public.findings_id_seq'::regclass);
ALTER TABLE ONLY public.flags ALTER COLUMN id SET DEFAULT nextval('public.flags_id_seq'::regclass);
ALTER TABLE ONLY public.fundings ALTER COLUMN id SET DEFAULT nextval('public.fundings_id_seq'::regclass);
ALTER TABLE ONLY public.hourly_points ALTER COLUMN id SET DEFAULT nextval('public.hourly_points_id_seq'::regclass);
ALTER TABLE ONLY public.identities ALTER COLUMN id SET DEFAULT nextval('public.identities_id_seq'::regclass);
ALTER TABLE ONLY public.import_runs ALTER COLUMN id SET DEFAULT nextval('public.import_runs_id_seq'::regclass);
ALTER TABLE ONLY public.indicators ALTER COLUMN id SET DEFAULT nextval('public.indicators_id_seq'::regclass);
ALTER TABLE ONLY public.industries ALTER COLUMN id SET DEFAULT nextval('public.industries_id_seq'::regclass);
ALTER TABLE ONLY public.instalments ALTER COLUMN id SET DEFAULT nextval('public.instalments_id_seq'::regclass);
ALTER TABLE ONLY public.interests ALTER COLUMN id SET DEFAULT nextval('public.interests_id_seq'::regclass);
ALTER TABLE ONLY public.invoices ALTER COLUMN id SET DEFAULT nextval('public.invoices_id_seq'::regclass);
ALTER TABLE ONLY public.kept_answers ALTER COLUMN id SET DEFAULT nextval('public.kept_answers_id_seq'::regclass);
ALTER TABLE ONLY public.ledger_entries ALTER COLUMN id SET DEFAULT nextval('public.ledger_entries_id_seq'::regclass);
ALTER TABLE ONLY public.limits ALTER COLUMN id SET DEFAULT nextval('public.limits_id_seq'::regclass);
ALTER TABLE ONLY public.little_giants ALTER COLUMN id SET DEFAULT nextval('public.little_giants_id_seq'::regclass);
ALTER TABLE ONLY public.measurements ALTER COLUMN id SET DEFAULT nextval('public.measurements_id_seq'::regclass);
ALTER TABLE ONLY public.notice_items ALTER COLUMN id SET DEFAULT nextval('public.notice_items_id_seq'::regclass);
ALTER TABLE ONLY public.objections ALTER COLUMN id SET DEFAULT nextval('public.objections_id_seq'::regclass);
ALTER TABLE ONLY public.organizations ALTER COLUMN id SET DEFAULT nextval('public.organizations_id_seq'::regclass);
ALTER TABLE ONLY public.panelists ALTER COLUMN id SET DEFAULT nextval('public.panelists_id_seq'::regclass);
ALTER TABLE ONLY public.pattern_scenes ALTER COLUMN id SET DEFAULT nextval('public.pattern_scenes_id_seq'::regclass);
ALTER TABLE ONLY public.patterns ALTER COLUMN id SET DEFAULT nextval('public.patterns_id_seq'::regclass);
ALTER TABLE ONLY public.payments ALTER COLUMN id SET DEFAULT nextval('public.payments_id_seq'::regclass);
ALTER TABLE ONLY public.peer_groups ALTER COLUMN id SET DEFAULT nextval('public.peer_groups_id_seq'::regclass);
ALTER TABLE ONLY public.penalties ALTER COLUMN id SET DEFAULT nextval('public.penalties_id_seq'::regclass);
ALTER TABLE ONLY public.penalty_articles ALTER COLUMN id SET DEFAULT nextval('public.penalty_articles_id_seq'::regclass);
ALTER TABLE ONLY public.plan_industries ALTER COLUMN id SET DEFAULT nextval('public.plan_industries_id_seq'::regclass);
ALTER TABLE ONLY public.plan_remarks ALTER COLUMN id SET DEFAULT nextval('public.plan_remarks_id_seq'::regclass);
ALTER TABLE ONLY public.plans ALTER COLUMN id SET DEFAULT nextval('public.plans_id_seq'::regclass);
ALTER TABLE ONLY public.platforms ALTER COLUMN id SET DEFAULT nextval('public.platforms_id_seq'::regclass);
ALTER TABLE ONLY public.projects ALTER COLUMN id SET DEFAULT nextval('public.projects_id_seq'::regclass);
ALTER TABLE ONLY public.proofs ALTER COLUMN id SET DEFAULT nextval('public.proofs_id_seq'::regclass);
ALTER TABLE ONLY public.publications ALTER COLUMN id SET DEFAULT nextval('public.publications_id_seq'::regclass);
ALTER TABLE ONLY public.questionnaires ALTER COLUMN id SET DEFAULT nextval('public.questionnaires_id_seq'::regclass);
ALTER TABLE ONLY public.recovery_codes ALTER COLUMN id SET DEFAULT nextval('public.recovery_codes_id_seq'::regclass);
ALTER TABLE ONLY public.remittances ALTER COLUMN id SET DEFAULT nextval('public.remittances_id_seq'::regclass);
ALTER TABLE ONLY public.reports ALTER COLUMN id SET DEFAULT nextval('public.reports_id_seq'::regclass);
ALTER TABLE ONLY public.review_samples ALTER COLUMN id SET DEFAULT nextval('public.review_samples_id_seq'::regclass);
ALTER TABLE ONLY public.risk_scores ALTER COLUMN id SET DEFAULT nextval('public.risk_scores_id_seq'::regclass);
ALTER TABLE ONLY public.rule_versions ALTER COLUMN id SET DEFAULT nextval('public.rule_versions_id_seq'::regclass);
ALTER TABLE ONLY public.running_imports ALTER COLUMN id SET DEFAULT nextval('public.running_imports_id_seq'::regclass);
ALTER TABLE ONLY public.samples ALTER COLUMN id SET DEFAULT nextval('public.samples_id_seq'::regclass);
ALTER TABLE ONLY public.saved_queries ALTER COLUMN id SET DEFAULT nextval('public.saved_queries_id_seq'::regclass);
ALTER TABLE ONLY public.scans ALTER COLUMN id SET DEFAULT nextval('public.scans_id_seq'::regclass);
ALTER TABLE ONLY public.scenes ALTER COLUMN id SET DEFAULT nextval('public.scenes_id_seq'::regclass);
ALTER TABLE ONLY public.score_sheets ALTER COLUMN id SET DEFAULT nextval('public.score_sheets_id_seq'::regclass);
ALTER TABLE ONLY public.scores ALTER COLUMN id SET DEFAULT nextval('public.scores_id_seq'::regclass);
ALTER TABLE ONLY public.second_step_rules ALTER COLUMN id SET DEFAULT nextval('public.second_step_rules_id_seq'::regclass);
ALTER TABLE ONLY public.second_steps ALTER COLUMN id SET DEFAULT nextval('public.second_steps_id_seq'::regclass);
ALTER TABLE ONLY public.services ALTER COLUMN id SET DEFAULT nextval('public.services_id_seq'::regclass);
ALTER TABLE ONLY public.sessions ALTER COLUMN id SET DEFAULT nextval('public.sessions_id_seq'::regclass);
ALTER TABLE ONLY public.settlement_lines ALTER COLUMN id SET DEFAULT nextval('public.settlement_lines_id_seq'::regclass);
ALTER TABLE ONLY public.settlements ALTER COLUMN id SET DEFAULT nextval('public.settlements_id_seq'::regclass);
ALTER TABLE ONLY public.setup_links ALTER COLUMN id SET DEFAULT nextval('public.setup_links_id_seq'::regclass);
ALTER TABLE ONLY public.solution_scenes ALTER COLUMN id SET DEFAULT nextval('public.solution_scenes_id_seq'::regclass);
ALTER TABLE ONLY public.solutions ALTER COLUMN id SET DEFAULT nextval('public.solutions_id_seq'::regclass);
ALTER TABLE ONLY public.surveys ALTER COLUMN id SET DEFAULT nextval('public.surveys_id_seq'::regclass);
ALTER TABLE ONLY public.targets ALTER COLUMN id SET DEFAULT nextval('public.targets_id_seq'::regclass);
ALTER TABLE ONLY public.text_prints ALTER COLUMN id SET DEFAULT nextval('public.text_prints_id_seq'::regclass);
ALTER TABLE ONLY public.tips ALTER COLUMN id SET DEFAULT nextval('public.tips_id_seq'::regclass);
ALTER TABLE ONLY public.tortoise_migrations ALTER COLUMN id SET DEFAULT nextval('public.tortoise_migrations_id_seq'::regclass);
ALTER TABLE ONLY public.trainings ALTER COLUMN id SET DEFAULT nextval('public.trainings_id_seq'::regclass);
ALTER TABLE ONLY public.unit_borders ALTER COLUMN id SET DEFAULT nextval('public.unit_borders_id_seq'::regclass);
ALTER TABLE ONLY public.user_roles ALTER COLUMN id SET DEFAULT nextval('public.user_roles_id_seq'::regclass);
ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);
ALTER TABLE ONLY public.visits ALTER COLUMN id SET DEFAULT nextval('public.visits_id_seq'::regclass);
ALTER TABLE ONLY public.acceptance_standards
    ADD CONSTRAINT acceptance_standards_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.acceptance_standards
    ADD CONSTRAINT acceptance_standards_valid_from_key UNIQUE (valid_from);
ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.assessments
    ADD CONSTRAINT assessments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_key_key UNIQUE (key);
ALTER TABLE ONLY public.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_anchors
    ADD CONSTRAINT audit_anchors_day_key UNIQUE (day);
ALTER TABLE ONLY public.audit_anchors
    ADD CONSTRAINT audit_anchors_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.bank_batches
    ADD CONSTRAINT bank_batches_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_number_key UNIQUE (number);
ALTER TABLE ONLY public.batches
    ADD CONSTRAINT batches_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.candidates
    ADD CONSTRAINT candidates_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_deadlines
    ADD CONSTRAINT case_deadlines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_effects
    ADD CONSTRAINT case_effects_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_holds
    ADD CONSTRAINT case_holds_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_notices
    ADD CONSTRAINT case_notices_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_pauses
    ADD CONSTRAINT case_pauses_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.case_people
    ADD CONSTRAINT case_people_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.challenges
    ADD CONSTRAINT challenges_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.check_items
    ADD CONSTRAINT check_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.claims
    ADD CONSTRAINT claims_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.clauses
    ADD CONSTRAINT clauses_number_key UNIQUE (number);
ALTER TABLE ONLY public.clauses
    ADD CONSTRAINT clauses_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.cost_items
    ADD CONSTRAINT cost_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.criteria
    ADD CONSTRAINT criteria_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.defences
    ADD CONSTRAINT defences_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.disbursements
    ADD CONSTRAINT disbursements_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.draws
    ADD CONSTRAINT draws_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.duties
    ADD CONSTRAINT duties_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.evaluation_lines
    ADD CONSTRAINT evaluation_lines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.evaluations
    ADD CONSTRAINT evaluations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.explanation_requests
    ADD CONSTRAINT explanation_requests_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.extensions
    ADD CONSTRAINT extensions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.flags
    ADD CONSTRAINT flags_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.fundings
    ADD CONSTRAINT fundings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.hourly_points
    ADD CONSTRAINT hourly_points_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.identities
    ADD CONSTRAINT identities_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.import_runs
    ADD CONSTRAINT import_runs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.indicators
    ADD CONSTRAINT indicators_code_key UNIQUE (code);
ALTER TABLE ONLY public.indicators
    ADD CONSTRAINT indicators_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.industries
    ADD CONSTRAINT industries_code_key UNIQUE (code);
ALTER TABLE ONLY public.industries
    ADD CONSTRAINT industries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.instalments
    ADD CONSTRAINT instalments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.interests
    ADD CONSTRAINT interests_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.kept_answers
    ADD CONSTRAINT kept_answers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.ledger_entries
    ADD CONSTRAINT ledger_entries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.limits
    ADD CONSTRAINT limits_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.little_giants
    ADD CONSTRAINT little_giants_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.little_giants
    ADD CONSTRAINT little_giants_uscc_key UNIQUE (uscc);
ALTER TABLE ONLY public.measurements
    ADD CONSTRAINT measurements_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.notice_items
    ADD CONSTRAINT notice_items_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.objections
    ADD CONSTRAINT objections_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_uscc_key UNIQUE (uscc);
ALTER TABLE ONLY public.panelists
    ADD CONSTRAINT panelists_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.pattern_scenes
    ADD CONSTRAINT pattern_scenes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.patterns
    ADD CONSTRAINT patterns_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.peer_groups
    ADD CONSTRAINT peer_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.penalties
    ADD CONSTRAINT penalties_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.penalty_articles
    ADD CONSTRAINT penalty_articles_number_key UNIQUE (number);
ALTER TABLE ONLY public.penalty_articles
    ADD CONSTRAINT penalty_articles_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plan_industries
    ADD CONSTRAINT plan_industries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plan_remarks
    ADD CONSTRAINT plan_remarks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.platforms
    ADD CONSTRAINT platforms_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT proofs_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.publications
    ADD CONSTRAINT publications_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.questionnaires
    ADD CONSTRAINT questionnaires_edition_key UNIQUE (edition);
ALTER TABLE ONLY public.questionnaires
    ADD CONSTRAINT questionnaires_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.remittances
    ADD CONSTRAINT remittances_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.reporting_units
    ADD CONSTRAINT reporting_units_number_key UNIQUE (number);
ALTER TABLE ONLY public.reporting_units
    ADD CONSTRAINT reporting_units_pkey PRIMARY KEY (code);
ALTER TABLE ONLY public.reports
    ADD CONSTRAINT reports_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.review_samples
    ADD CONSTRAINT review_samples_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.risk_scores
    ADD CONSTRAINT risk_scores_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rule_versions
    ADD CONSTRAINT rule_versions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.running_imports
    ADD CONSTRAINT running_imports_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.samples
    ADD CONSTRAINT samples_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.saved_queries
    ADD CONSTRAINT saved_queries_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.scans
    ADD CONSTRAINT scans_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.scenes
    ADD CONSTRAINT scenes_number_key UNIQUE (number);
ALTER TABLE ONLY public.scenes
    ADD CONSTRAINT scenes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.score_sheets
    ADD CONSTRAINT score_sheets_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.scores
    ADD CONSTRAINT scores_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.second_step_rules
    ADD CONSTRAINT second_step_rules_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.second_step_rules
    ADD CONSTRAINT second_step_rules_role_key UNIQUE (role);
ALTER TABLE ONLY public.second_steps
    ADD CONSTRAINT second_steps_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.settlement_lines
    ADD CONSTRAINT settlement_lines_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.settlements
    ADD CONSTRAINT settlements_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.setup_links
    ADD CONSTRAINT setup_links_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.setup_links
    ADD CONSTRAINT setup_links_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.solution_scenes
    ADD CONSTRAINT solution_scenes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.solutions
    ADD CONSTRAINT solutions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys
    ADD CONSTRAINT surveys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.surveys
    ADD CONSTRAINT surveys_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.targets
    ADD CONSTRAINT targets_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.text_prints
    ADD CONSTRAINT text_prints_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_code_hash_key UNIQUE (code_hash);
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_number_key UNIQUE (number);
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tortoise_migrations
    ADD CONSTRAINT tortoise_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.trainings
    ADD CONSTRAINT trainings_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.tortoise_migrations
    ADD CONSTRAINT uid_tortoise_mi_app_3803a5 UNIQUE (app, name);
ALTER TABLE ONLY public.unit_borders
    ADD CONSTRAINT unit_borders_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.user_roles
    ADD CONSTRAINT user_roles_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_username_key UNIQUE (username);
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_pkey PRIMARY KEY (id);
CREATE INDEX attachments_by_sha256 ON public.attachments USING btree (sha256);
CREATE INDEX audit_entries_by_kind ON public.audit_entries USING btree (kind, unit_code, synthetic);
CREATE INDEX audit_entries_by_time ON public.audit_entries USING btree (at);
CREATE INDEX audit_entries_of_subject ON public.audit_entries USING btree (subject, subject_key, unit_code);
CREATE INDEX events_by_time ON public.events USING btree (unit_code, at);
CREATE INDEX events_of_subject ON public.events USING btree (unit_code, subject, subject_id, at);
CREATE INDEX flags_by_state ON public.flags USING btree (unit_code, state, rule);
CREATE INDEX fundings_by_document ON public.fundings USING btree (unit_code, document);
CREATE INDEX idx_flags_rule_90bba6 ON public.flags USING btree (rule);
CREATE INDEX idx_invoices_number_591c7b ON public.invoices USING btree (number);
CREATE INDEX invoices_by_seller ON public.invoices USING btree (seller_uscc);
CREATE INDEX organizations_by_name ON public.organizations USING btree (name, id);
CREATE INDEX payments_by_payee_account ON public.payments USING btree (payee_account);
CREATE INDEX projects_by_expert ON public.projects USING btree (expert_id);
CREATE INDEX risk_scores_by_rank ON public.risk_scores USING btree (subject, rank);
CREATE INDEX text_prints_by_band_1 ON public.text_prints USING btree (band_1);
CREATE INDEX text_prints_by_band_2 ON public.text_prints USING btree (band_2);
CREATE INDEX text_prints_by_band_3 ON public.text_prints USING btree (band_3);
CREATE INDEX text_prints_by_band_4 ON public.text_prints USING btree (band_4);
CREATE INDEX text_prints_by_band_5 ON public.text_prints USING btree (band_5);
CREATE INDEX text_prints_by_band_6 ON public.text_prints USING btree (band_6);
CREATE INDEX text_prints_by_band_7 ON public.text_prints USING btree (band_7);
CREATE INDEX text_prints_by_band_8 ON public.text_prints USING btree (band_8);
ALTER TABLE ONLY public.api_tokens
    ADD CONSTRAINT api_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.assessments
    ADD CONSTRAINT assessments_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.attachments
    ADD CONSTRAINT attachments_uploader_id_fkey FOREIGN KEY (uploader_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.audit_entries
    ADD CONSTRAINT audit_entries_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.bank_batches
    ADD CONSTRAINT bank_batches_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batches(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_industry_id_fkey FOREIGN KEY (industry_id) REFERENCES public.industries(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.calls
    ADD CONSTRAINT calls_plan_industry_id_fkey FOREIGN KEY (plan_industry_id) REFERENCES public.plan_industries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.candidates
    ADD CONSTRAINT candidates_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.calls(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.candidates
    ADD CONSTRAINT candidates_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.case_deadlines
    ADD CONSTRAINT case_deadlines_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_effects
    ADD CONSTRAINT case_effects_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_effects
    ADD CONSTRAINT case_effects_former_id_fkey FOREIGN KEY (former_id) REFERENCES public.settlements(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_effects
    ADD CONSTRAINT case_effects_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES public.settlements(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_holds
    ADD CONSTRAINT case_holds_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_holds
    ADD CONSTRAINT case_holds_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claims(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_notices
    ADD CONSTRAINT case_notices_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_notices
    ADD CONSTRAINT case_notices_giver_id_fkey FOREIGN KEY (giver_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.case_pauses
    ADD CONSTRAINT case_pauses_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_people
    ADD CONSTRAINT case_people_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.case_people
    ADD CONSTRAINT case_people_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_decider_id_fkey FOREIGN KEY (decider_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_investigator_id_fkey FOREIGN KEY (investigator_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES public.case_notices(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_reviewer_id_fkey FOREIGN KEY (reviewer_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.cases
    ADD CONSTRAINT cases_second_investigator_id_fkey FOREIGN KEY (second_investigator_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.challenges
    ADD CONSTRAINT challenges_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.check_items
    ADD CONSTRAINT check_items_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.check_items
    ADD CONSTRAINT check_items_done_by_id_fkey FOREIGN KEY (done_by_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.claims
    ADD CONSTRAINT claims_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.cost_items
    ADD CONSTRAINT cost_items_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.criteria
    ADD CONSTRAINT criteria_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.calls(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.defences
    ADD CONSTRAINT defences_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.defences
    ADD CONSTRAINT defences_chair_id_fkey FOREIGN KEY (chair_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.defences
    ADD CONSTRAINT defences_keeper_id_fkey FOREIGN KEY (keeper_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.disbursements
    ADD CONSTRAINT disbursements_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.disbursements
    ADD CONSTRAINT disbursements_remittance_id_fkey FOREIGN KEY (remittance_id) REFERENCES public.remittances(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.disbursements
    ADD CONSTRAINT disbursements_reverses_id_fkey FOREIGN KEY (reverses_id) REFERENCES public.disbursements(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.draws
    ADD CONSTRAINT draws_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claims(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.duties
    ADD CONSTRAINT duties_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.duties
    ADD CONSTRAINT duties_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.evaluation_lines
    ADD CONSTRAINT evaluation_lines_evaluation_id_fkey FOREIGN KEY (evaluation_id) REFERENCES public.evaluations(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.evaluation_lines
    ADD CONSTRAINT evaluation_lines_target_id_fkey FOREIGN KEY (target_id) REFERENCES public.targets(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.evaluations
    ADD CONSTRAINT evaluations_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claims(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_second_taker_id_fkey FOREIGN KEY (second_taker_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.evidence_items
    ADD CONSTRAINT evidence_items_taker_id_fkey FOREIGN KEY (taker_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.explanation_requests
    ADD CONSTRAINT explanation_requests_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.explanation_requests
    ADD CONSTRAINT explanation_requests_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.explanation_requests
    ADD CONSTRAINT explanation_requests_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.extensions
    ADD CONSTRAINT extensions_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.findings
    ADD CONSTRAINT findings_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visits(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.flags
    ADD CONSTRAINT flags_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.flags
    ADD CONSTRAINT flags_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claims(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.flags
    ADD CONSTRAINT flags_definition_id_fkey FOREIGN KEY (definition_id) REFERENCES public.rule_versions(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.flags
    ADD CONSTRAINT flags_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.flags
    ADD CONSTRAINT flags_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.fundings
    ADD CONSTRAINT fundings_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.identities
    ADD CONSTRAINT identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.import_runs
    ADD CONSTRAINT import_runs_actor_id_fkey FOREIGN KEY (actor_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.indicators
    ADD CONSTRAINT indicators_clause_id_fkey FOREIGN KEY (clause_id) REFERENCES public.clauses(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.industries
    ADD CONSTRAINT industries_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.industries(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.instalments
    ADD CONSTRAINT instalments_funding_id_fkey FOREIGN KEY (funding_id) REFERENCES public.fundings(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.interests
    ADD CONSTRAINT interests_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.interests
    ADD CONSTRAINT interests_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.invoices
    ADD CONSTRAINT invoices_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.kept_answers
    ADD CONSTRAINT kept_answers_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.ledger_entries
    ADD CONSTRAINT ledger_entries_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.ledger_entries
    ADD CONSTRAINT ledger_entries_remittance_id_fkey FOREIGN KEY (remittance_id) REFERENCES public.remittances(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.ledger_entries
    ADD CONSTRAINT ledger_entries_reverses_id_fkey FOREIGN KEY (reverses_id) REFERENCES public.ledger_entries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.ledger_entries
    ADD CONSTRAINT ledger_entries_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES public.settlements(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.limits
    ADD CONSTRAINT limits_clause_id_fkey FOREIGN KEY (clause_id) REFERENCES public.clauses(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.measurements
    ADD CONSTRAINT measurements_target_id_fkey FOREIGN KEY (target_id) REFERENCES public.targets(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.notice_items
    ADD CONSTRAINT notice_items_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.penalty_articles(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.notice_items
    ADD CONSTRAINT notice_items_notice_id_fkey FOREIGN KEY (notice_id) REFERENCES public.case_notices(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.objections
    ADD CONSTRAINT objections_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.calls(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.objections
    ADD CONSTRAINT objections_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES public.candidates(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.objections
    ADD CONSTRAINT objections_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.objections
    ADD CONSTRAINT objections_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_industry_id_fkey FOREIGN KEY (industry_id) REFERENCES public.industries(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.panelists
    ADD CONSTRAINT panelists_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.calls(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.panelists
    ADD CONSTRAINT panelists_expert_id_fkey FOREIGN KEY (expert_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.pattern_scenes
    ADD CONSTRAINT pattern_scenes_pattern_id_fkey FOREIGN KEY (pattern_id) REFERENCES public.patterns(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.pattern_scenes
    ADD CONSTRAINT pattern_scenes_scene_id_fkey FOREIGN KEY (scene_id) REFERENCES public.scenes(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.patterns
    ADD CONSTRAINT patterns_industry_id_fkey FOREIGN KEY (industry_id) REFERENCES public.industries(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.patterns
    ADD CONSTRAINT patterns_solution_id_fkey FOREIGN KEY (solution_id) REFERENCES public.solutions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_invoice_id_fkey FOREIGN KEY (invoice_id) REFERENCES public.invoices(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.payments
    ADD CONSTRAINT payments_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.peer_groups
    ADD CONSTRAINT peer_groups_definition_id_fkey FOREIGN KEY (definition_id) REFERENCES public.rule_versions(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.penalties
    ADD CONSTRAINT penalties_article_id_fkey FOREIGN KEY (article_id) REFERENCES public.penalty_articles(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.penalties
    ADD CONSTRAINT penalties_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.penalties
    ADD CONSTRAINT penalties_clause_id_fkey FOREIGN KEY (clause_id) REFERENCES public.clauses(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.penalties
    ADD CONSTRAINT penalties_item_id_fkey FOREIGN KEY (item_id) REFERENCES public.notice_items(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.plan_industries
    ADD CONSTRAINT plan_industries_industry_id_fkey FOREIGN KEY (industry_id) REFERENCES public.industries(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.plan_industries
    ADD CONSTRAINT plan_industries_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.plan_remarks
    ADD CONSTRAINT plan_remarks_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.plans
    ADD CONSTRAINT plans_batch_id_fkey FOREIGN KEY (batch_id) REFERENCES public.batches(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.platforms
    ADD CONSTRAINT platforms_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.platforms
    ADD CONSTRAINT platforms_plan_industry_id_fkey FOREIGN KEY (plan_industry_id) REFERENCES public.plan_industries(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_expert_id_fkey FOREIGN KEY (expert_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT projects_replaces_id_fkey FOREIGN KEY (replaces_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT proofs_enterprise_id_fkey FOREIGN KEY (enterprise_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT proofs_industry_id_fkey FOREIGN KEY (industry_id) REFERENCES public.industries(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT proofs_pattern_id_fkey FOREIGN KEY (pattern_id) REFERENCES public.patterns(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT proofs_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.proofs
    ADD CONSTRAINT proofs_solution_id_fkey FOREIGN KEY (solution_id) REFERENCES public.solutions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.publications
    ADD CONSTRAINT publications_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.recovery_codes
    ADD CONSTRAINT recovery_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.remittances
    ADD CONSTRAINT remittances_approved_by_id_fkey FOREIGN KEY (approved_by_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.remittances
    ADD CONSTRAINT remittances_bank_batch_id_fkey FOREIGN KEY (bank_batch_id) REFERENCES public.bank_batches(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.remittances
    ADD CONSTRAINT remittances_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.remittances
    ADD CONSTRAINT remittances_proposed_by_id_fkey FOREIGN KEY (proposed_by_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.remittances
    ADD CONSTRAINT remittances_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES public.settlements(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.reports
    ADD CONSTRAINT reports_author_id_fkey FOREIGN KEY (author_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.reports
    ADD CONSTRAINT reports_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.review_samples
    ADD CONSTRAINT review_samples_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.risk_scores
    ADD CONSTRAINT risk_scores_claim_id_fkey FOREIGN KEY (claim_id) REFERENCES public.claims(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.risk_scores
    ADD CONSTRAINT risk_scores_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.risk_scores
    ADD CONSTRAINT risk_scores_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.rule_versions
    ADD CONSTRAINT rule_versions_made_by_id_fkey FOREIGN KEY (made_by_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.running_imports
    ADD CONSTRAINT running_imports_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.samples
    ADD CONSTRAINT samples_industry_id_fkey FOREIGN KEY (industry_id) REFERENCES public.industries(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.samples
    ADD CONSTRAINT samples_pattern_id_fkey FOREIGN KEY (pattern_id) REFERENCES public.patterns(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.samples
    ADD CONSTRAINT samples_previous_id_fkey FOREIGN KEY (previous_id) REFERENCES public.samples(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.saved_queries
    ADD CONSTRAINT saved_queries_owner_id_fkey FOREIGN KEY (owner_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.scans
    ADD CONSTRAINT scans_asked_by_id_fkey FOREIGN KEY (asked_by_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.score_sheets
    ADD CONSTRAINT score_sheets_expert_id_fkey FOREIGN KEY (expert_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.score_sheets
    ADD CONSTRAINT score_sheets_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.score_sheets
    ADD CONSTRAINT score_sheets_standard_id_fkey FOREIGN KEY (standard_id) REFERENCES public.acceptance_standards(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.scores
    ADD CONSTRAINT scores_call_id_fkey FOREIGN KEY (call_id) REFERENCES public.calls(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scores
    ADD CONSTRAINT scores_candidate_id_fkey FOREIGN KEY (candidate_id) REFERENCES public.candidates(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scores
    ADD CONSTRAINT scores_criterion_id_fkey FOREIGN KEY (criterion_id) REFERENCES public.criteria(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.scores
    ADD CONSTRAINT scores_expert_id_fkey FOREIGN KEY (expert_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.second_steps
    ADD CONSTRAINT second_steps_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.settlement_lines
    ADD CONSTRAINT settlement_lines_clause_id_fkey FOREIGN KEY (clause_id) REFERENCES public.clauses(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.settlement_lines
    ADD CONSTRAINT settlement_lines_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.settlement_lines
    ADD CONSTRAINT settlement_lines_settlement_id_fkey FOREIGN KEY (settlement_id) REFERENCES public.settlements(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.settlements
    ADD CONSTRAINT settlements_approved_by_id_fkey FOREIGN KEY (approved_by_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.settlements
    ADD CONSTRAINT settlements_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.cases(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.settlements
    ADD CONSTRAINT settlements_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.settlements
    ADD CONSTRAINT settlements_proposed_by_id_fkey FOREIGN KEY (proposed_by_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.setup_links
    ADD CONSTRAINT setup_links_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.solution_scenes
    ADD CONSTRAINT solution_scenes_scene_id_fkey FOREIGN KEY (scene_id) REFERENCES public.scenes(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.solution_scenes
    ADD CONSTRAINT solution_scenes_solution_id_fkey FOREIGN KEY (solution_id) REFERENCES public.solutions(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.solutions
    ADD CONSTRAINT solutions_industry_id_fkey FOREIGN KEY (industry_id) REFERENCES public.industries(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.solutions
    ADD CONSTRAINT solutions_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.surveys
    ADD CONSTRAINT surveys_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.targets
    ADD CONSTRAINT targets_indicator_id_fkey FOREIGN KEY (indicator_id) REFERENCES public.indicators(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.targets
    ADD CONSTRAINT targets_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES public.plans(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.targets
    ADD CONSTRAINT targets_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.text_prints
    ADD CONSTRAINT text_prints_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.text_prints
    ADD CONSTRAINT text_prints_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_handled_by_id_fkey FOREIGN KEY (handled_by_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.tips
    ADD CONSTRAINT tips_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.trainings
    ADD CONSTRAINT trainings_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.user_roles
    ADD CONSTRAINT user_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES public.organizations(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_organiser_id_fkey FOREIGN KEY (organiser_id) REFERENCES public.users(id) ON DELETE RESTRICT;
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_platform_id_fkey FOREIGN KEY (platform_id) REFERENCES public.platforms(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_project_id_fkey FOREIGN KEY (project_id) REFERENCES public.projects(id) ON DELETE CASCADE;
insert into tortoise_migrations (app, name, applied_at) values ('models', '0001_initial', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0002_tokens_and_saved_queries', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0003_figures_of_events', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0004_running_imports', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0005_versions_and_kept_answers', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0006_proofs_duties_and_interests', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0007_open_selection', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0008_signed_contents_remarks_and_borders', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0008_audit_trail', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0009_contracts_training_and_acceptance', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0010_delivery_and_performance', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0011_catalogue', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0012_attachments_and_funds', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0013_settlements_remittances_and_the_ledger', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0014_counts_of_audit_entries', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0015_organizations_by_name', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0016_rules_scans_and_tips', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0017_text_prints', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0018_who_sold_and_where_money_went', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0019_cases_by_the_steps_of_the_law', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0020_risk_scores', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0021_little_giants_known_again', now());
insert into tortoise_migrations (app, name, applied_at) values ('models', '0022_case_and_contact_of_a_tip', now());
