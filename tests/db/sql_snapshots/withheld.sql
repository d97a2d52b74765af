select convert_to(coalesce((
  select '{"progress":{"passed":' || progress_1.v1::text || ',"flags":null,"atRisk":null}}' as json
  from (
    select
  ) as programme
  left join lateral (
    select coalesce(sum(p.passed), 0) as v1
    from platform_progress as p having true
  ) as progress_1 on true
), 'null'), 'UTF8') as root_1
