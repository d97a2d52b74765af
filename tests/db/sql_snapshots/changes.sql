-- $1: 10
-- $2: '812:4'
-- $3: ('ReportingUnit', 'Batch', 'Industry', 'Clause', 'Limit', 'PenaltyArticle', 'LittleGiant', 'Organization', 'Plan', 'PlanIndustry', 'Platform', 'Project', 'CostItem', 'Invoice', 'Payment', 'Assessment', 'Claim', 'Disbursement', 'Event', 'ImportRun')
select convert_to(coalesce((
  select '{"cursor":' || '"' || translate(encode(convert_to(case when count(*) > $1::bigint then coalesce(max(txid::text || ':' || id) filter (where rank = $1::bigint), $2::text) else pg_snapshot_xmin(pg_current_snapshot())::text || ':0' end, 'UTF8'), 'base64'), E'+/=\n', '-_') || '"' || ',"hasMore":' || (count(*) > $1::bigint)::text || ',"changes":[' || coalesce(string_agg(text1, ',' order by rank) filter (where rank <= $1::bigint), '') || ']}' as json
  from (
    select rank, txid, id, '{"entity":"' || log.entity || '","rowId":"' || encode(convert_to(log.entity || ':' || log.key, 'UTF8'), 'base64') || '","kind":"' || upper(log.kind) || '","at":' || to_json(log.at)::text || ',"node":' || coalesce(case log.entity when 'ReportingUnit' then (
      select '{"__typename":"ReportingUnit"}'
      from "reporting_units" as reporting_units_1
      where reporting_units_1."code" = log.key::text
    ) when 'Batch' then (
      select '{"__typename":"Batch"}'
      from "batches" as batches_2
      where batches_2."id" = log.key::bigint
    ) when 'Industry' then (
      select '{"__typename":"Industry"}'
      from "industries" as industries_3
      where industries_3."id" = log.key::bigint
    ) when 'Clause' then (
      select '{"__typename":"Clause"}'
      from "clauses" as clauses_4
      where clauses_4."id" = log.key::text
    ) when 'Limit' then (
      select '{"__typename":"Limit"}'
      from "limits" as limits_5
      where limits_5."id" = log.key::bigint
    ) when 'PenaltyArticle' then (
      select '{"__typename":"PenaltyArticle"}'
      from "penalty_articles" as penalty_articles_6
      where penalty_articles_6."id" = log.key::bigint
    ) when 'LittleGiant' then (
      select '{"__typename":"LittleGiant"}'
      from "little_giants" as little_giants_7
      where little_giants_7."id" = log.key::bigint
    ) when 'Organization' then (
      select '{"__typename":"Organization"}'
      from "organizations" as organizations_8
      where organizations_8."id" = log.key::bigint
    ) when 'Plan' then (
      select '{"__typename":"Plan"}'
      from "plans" as plans_9
      where plans_9."id" = log.key::bigint
    ) when 'PlanIndustry' then (
      select '{"__typename":"PlanIndustry"}'
      from "plan_industries" as plan_industries_10
      where plan_industries_10."id" = log.key::bigint
    ) when 'Platform' then (
      select '{"__typename":"Platform","bankAccount":' || coalesce(to_json(case when length(platforms_11."bank_account") < 8 then '****' else '****' || right(platforms_11."bank_account", 4) end)::text, 'null') || '}'
      from "platforms" as platforms_11
      where platforms_11."id" = log.key::bigint
    ) when 'Project' then (
      select '{"__typename":"Project"}'
      from "projects" as projects_12
      where projects_12."id" = log.key::bigint
    ) when 'CostItem' then (
      select '{"__typename":"CostItem"}'
      from "cost_items" as cost_items_13
      where cost_items_13."id" = log.key::bigint
    ) when 'Invoice' then (
      select '{"__typename":"Invoice"}'
      from "invoices" as invoices_14
      where invoices_14."id" = log.key::bigint
    ) when 'Payment' then (
      select '{"__typename":"Payment"}'
      from "payments" as payments_15
      where payments_15."id" = log.key::bigint
    ) when 'Assessment' then (
      select '{"__typename":"Assessment"}'
      from "assessments" as assessments_16
      where assessments_16."id" = log.key::bigint
    ) when 'Claim' then (
      select '{"__typename":"Claim"}'
      from "claims" as claims_17
      where claims_17."id" = log.key::bigint
    ) when 'Disbursement' then (
      select '{"__typename":"Disbursement"}'
      from "disbursements" as disbursements_18
      where disbursements_18."id" = log.key::bigint
    ) when 'Event' then (
      select '{"__typename":"Event"}'
      from "events" as events_19
      where events_19."id" = log.key::bigint
    ) when 'ImportRun' then (
      select '{"__typename":"ImportRun"}'
      from "import_runs" as import_runs_20
      where import_runs_20."id" = log.key::bigint
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
