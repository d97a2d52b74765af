-- $1: 10
-- $2: '812:4'
-- $3: ('ReportingUnit', 'UnitBorder', 'Batch', 'Industry', 'Clause', 'Limit', 'PenaltyArticle', 'LittleGiant', 'Questionnaire', 'AcceptanceStandard', 'Indicator', 'Scene', 'Organization', 'Plan', 'PlanIndustry', 'Call', 'Criterion', 'Candidate', 'Panelist', 'Score', 'Objection', 'PlanRemark', 'Platform', 'Project', 'Contract', 'Service', 'Training', 'Solution', 'SolutionScene', 'Pattern', 'PatternScene', 'Proof', 'Sample', 'CostItem', 'Invoice', 'Payment', 'Assessment', 'ScoreSheet', 'ReviewSample', 'Visit', 'Finding', 'Target', 'Measurement', 'Evaluation', 'EvaluationLine', 'Claim', 'Attachment', 'Funding', 'Instalment', 'ExplanationRequest', 'Extension', 'Disbursement', 'Event', 'ImportRun')
select convert_to(coalesce((
  select '{"cursor":' || '"' || translate(encode(convert_to(case when count(*) > $1::bigint then coalesce(max(txid::text || ':' || id) filter (where rank = $1::bigint), $2::text) else pg_snapshot_xmin(pg_current_snapshot())::text || ':0' end, 'UTF8'), 'base64'), E'+/=\n', '-_') || '"' || ',"hasMore":' || (count(*) > $1::bigint)::text || ',"changes":[' || coalesce(string_agg(text1, ',' order by rank) filter (where rank <= $1::bigint), '') || ']}' as json
  from (
    select rank, txid, id, '{"entity":"' || log.entity || '","rowId":"' || encode(convert_to(log.entity || ':' || log.key, 'UTF8'), 'base64') || '","kind":"' || upper(log.kind) || '","at":' || to_json(log.at)::text || ',"node":' || coalesce(case log.entity when 'ReportingUnit' then (
      select '{"__typename":"ReportingUnit"}'
      from "reporting_units" as reporting_units_1
      where reporting_units_1."code" = log.key::text
    ) when 'UnitBorder' then (
      select '{"__typename":"UnitBorder"}'
      from "unit_borders" as unit_borders_2
      where unit_borders_2."id" = log.key::bigint
    ) when 'Batch' then (
      select '{"__typename":"Batch"}'
      from "batches" as batches_3
      where batches_3."id" = log.key::bigint
    ) when 'Industry' then (
      select '{"__typename":"Industry"}'
      from "industries" as industries_4
      where industries_4."id" = log.key::bigint
    ) when 'Clause' then (
      select '{"__typename":"Clause"}'
      from "clauses" as clauses_5
      where clauses_5."id" = log.key::text
    ) when 'Limit' then (
      select '{"__typename":"Limit"}'
      from "limits" as limits_6
      where limits_6."id" = log.key::bigint
    ) when 'PenaltyArticle' then (
      select '{"__typename":"PenaltyArticle"}'
      from "penalty_articles" as penalty_articles_7
      where penalty_articles_7."id" = log.key::bigint
    ) when 'LittleGiant' then (
      select '{"__typename":"LittleGiant"}'
      from "little_giants" as little_giants_8
      where little_giants_8."id" = log.key::bigint
    ) when 'Questionnaire' then (
      select '{"__typename":"Questionnaire"}'
      from "questionnaires" as questionnaires_9
      where questionnaires_9."id" = log.key::bigint
    ) when 'AcceptanceStandard' then (
      select '{"__typename":"AcceptanceStandard"}'
      from "acceptance_standards" as acceptance_standards_10
      where acceptance_standards_10."id" = log.key::bigint
    ) when 'Indicator' then (
      select '{"__typename":"Indicator"}'
      from "indicators" as indicators_11
      where indicators_11."id" = log.key::bigint
    ) when 'Scene' then (
      select '{"__typename":"Scene"}'
      from "scenes" as scenes_12
      where scenes_12."id" = log.key::bigint
    ) when 'Organization' then (
      select '{"__typename":"Organization"}'
      from "organizations" as organizations_13
      where organizations_13."id" = log.key::bigint
    ) when 'Plan' then (
      select '{"__typename":"Plan"}'
      from "plans" as plans_14
      where plans_14."id" = log.key::bigint
    ) when 'PlanIndustry' then (
      select '{"__typename":"PlanIndustry"}'
      from "plan_industries" as plan_industries_15
      where plan_industries_15."id" = log.key::bigint
    ) when 'Call' then (
      select '{"__typename":"Call"}'
      from "calls" as calls_16
      where calls_16."id" = log.key::bigint
    ) when 'Criterion' then (
      select '{"__typename":"Criterion"}'
      from "criteria" as criteria_17
      where criteria_17."id" = log.key::bigint
    ) when 'Candidate' then (
      select '{"__typename":"Candidate"}'
      from "candidates" as candidates_18
      where candidates_18."id" = log.key::bigint
    ) when 'Panelist' then (
      select '{"__typename":"Panelist"}'
      from "panelists" as panelists_19
      where panelists_19."id" = log.key::bigint
    ) when 'Score' then (
      select '{"__typename":"Score"}'
      from "scores" as scores_20
      where scores_20."id" = log.key::bigint
    ) when 'Objection' then (
      select '{"__typename":"Objection"}'
      from "objections" as objections_21
      where objections_21."id" = log.key::bigint
    ) when 'PlanRemark' then (
      select '{"__typename":"PlanRemark"}'
      from "plan_remarks" as plan_remarks_22
      where plan_remarks_22."id" = log.key::bigint
    ) when 'Platform' then (
      select '{"__typename":"Platform","bankAccount":' || coalesce(to_json(case when length(platforms_23."bank_account") < 8 then '****' else '****' || right(platforms_23."bank_account", 4) end)::text, 'null') || '}'
      from "platforms" as platforms_23
      where platforms_23."id" = log.key::bigint
    ) when 'Project' then (
      select '{"__typename":"Project"}'
      from "projects" as projects_24
      where projects_24."id" = log.key::bigint
    ) when 'Contract' then (
      select '{"__typename":"Contract"}'
      from "contracts" as contracts_25
      where contracts_25."id" = log.key::bigint
    ) when 'Service' then (
      select '{"__typename":"Service"}'
      from "services" as services_26
      where services_26."id" = log.key::bigint
    ) when 'Training' then (
      select '{"__typename":"Training"}'
      from "trainings" as trainings_27
      where trainings_27."id" = log.key::bigint
    ) when 'Solution' then (
      select '{"__typename":"Solution"}'
      from "solutions" as solutions_28
      where solutions_28."id" = log.key::bigint
    ) when 'SolutionScene' then (
      select '{"__typename":"SolutionScene"}'
      from "solution_scenes" as solution_scenes_29
      where solution_scenes_29."id" = log.key::bigint
    ) when 'Pattern' then (
      select '{"__typename":"Pattern"}'
      from "patterns" as patterns_30
      where patterns_30."id" = log.key::bigint
    ) when 'PatternScene' then (
      select '{"__typename":"PatternScene"}'
      from "pattern_scenes" as pattern_scenes_31
      where pattern_scenes_31."id" = log.key::bigint
    ) when 'Proof' then (
      select '{"__typename":"Proof"}'
      from "proofs" as proofs_32
      where proofs_32."id" = log.key::bigint
    ) when 'Sample' then (
      select '{"__typename":"Sample"}'
      from "samples" as samples_33
      where samples_33."id" = log.key::bigint
    ) when 'CostItem' then (
      select '{"__typename":"CostItem"}'
      from "cost_items" as cost_items_34
      where cost_items_34."id" = log.key::bigint
    ) when 'Invoice' then (
      select '{"__typename":"Invoice"}'
      from "invoices" as invoices_35
      where invoices_35."id" = log.key::bigint
    ) when 'Payment' then (
      select '{"__typename":"Payment"}'
      from "payments" as payments_36
      where payments_36."id" = log.key::bigint
    ) when 'Assessment' then (
      select '{"__typename":"Assessment"}'
      from "assessments" as assessments_37
      where assessments_37."id" = log.key::bigint
    ) when 'ScoreSheet' then (
      select '{"__typename":"ScoreSheet"}'
      from "score_sheets" as score_sheets_38
      where score_sheets_38."id" = log.key::bigint
    ) when 'ReviewSample' then (
      select '{"__typename":"ReviewSample"}'
      from "review_samples" as review_samples_39
      where review_samples_39."id" = log.key::bigint
    ) when 'Visit' then (
      select '{"__typename":"Visit"}'
      from "visits" as visits_40
      where visits_40."id" = log.key::bigint
    ) when 'Finding' then (
      select '{"__typename":"Finding"}'
      from "findings" as findings_41
      where findings_41."id" = log.key::bigint
    ) when 'Target' then (
      select '{"__typename":"Target"}'
      from "targets" as targets_42
      where targets_42."id" = log.key::bigint
    ) when 'Measurement' then (
      select '{"__typename":"Measurement"}'
      from "measurements" as measurements_43
      where measurements_43."id" = log.key::bigint
    ) when 'Evaluation' then (
      select '{"__typename":"Evaluation"}'
      from "evaluations" as evaluations_44
      where evaluations_44."id" = log.key::bigint
    ) when 'EvaluationLine' then (
      select '{"__typename":"EvaluationLine"}'
      from "evaluation_lines" as evaluation_lines_45
      where evaluation_lines_45."id" = log.key::bigint
    ) when 'Claim' then (
      select '{"__typename":"Claim"}'
      from "claims" as claims_46
      where claims_46."id" = log.key::bigint
    ) when 'Attachment' then (
      select '{"__typename":"Attachment"}'
      from "attachments" as attachments_47
      where attachments_47."id" = log.key::bigint
    ) when 'Funding' then (
      select '{"__typename":"Funding"}'
      from "fundings" as fundings_48
      where fundings_48."id" = log.key::bigint
    ) when 'Instalment' then (
      select '{"__typename":"Instalment"}'
      from "instalments" as instalments_49
      where instalments_49."id" = log.key::bigint
    ) when 'ExplanationRequest' then (
      select '{"__typename":"ExplanationRequest"}'
      from "explanation_requests" as explanation_requests_50
      where explanation_requests_50."id" = log.key::bigint
    ) when 'Extension' then (
      select '{"__typename":"Extension"}'
      from "extensions" as extensions_51
      where extensions_51."id" = log.key::bigint
    ) when 'Disbursement' then (
      select '{"__typename":"Disbursement"}'
      from "disbursements" as disbursements_52
      where disbursements_52."id" = log.key::bigint
    ) when 'Event' then (
      select '{"__typename":"Event"}'
      from "events" as events_53
      where events_53."id" = log.key::bigint
    ) when 'ImportRun' then (
      select '{"__typename":"ImportRun"}'
      from "import_runs" as import_runs_54
      where import_runs_54."id" = log.key::bigint
    ) end, 'null') || '}' as text1
    from (
      select txid, id, entity, key, kind, at, row_number() over (order by txid, id) as rank
      from changes
      where (txid, id) > row(split_part($2::text, ':', 1)::xid8, split_part($2::text, ':', 2)::bigint) and txid < pg_snapshot_xmin(pg_current_snapshot()) and entity = any($3::text[])
      order by txid, id
      limit $1::bigint + 1
    ) as log
  ) as page having true
), 'null'), 'UTF8') as root_1
