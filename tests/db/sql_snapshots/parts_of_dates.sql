-- $1: datetime.date(2024, 1, 1)
-- $2: datetime.date(2025, 1, 1)
-- $3: [3, 4]
-- $4: 7
-- $5: datetime.date(2023, 1, 1)
-- $6: datetime.date(2025, 1, 1)
-- $7: 1
-- $8: datetime.datetime(2024, 1, 1, 0, 0, tzinfo=zoneinfo.ZoneInfo(key='Asia/Shanghai'))
-- $9: '{"times": 2}'
select convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "projects" as projects_1
  where (((projects_1."accepted_on" >= $1::date and projects_1."accepted_on" < $2::date) and extract(month from projects_1."accepted_on")::integer = any($3::integer[]) and extract(isodow from projects_1."accepted_on")::integer is distinct from $4::integer) and exists (
    select
    from "platforms" as platforms_2
    where platforms_2."unit_code" = projects_1."unit_code" and platforms_2."id" = projects_1."platform_id" and (platforms_2."appointed_on" >= $5::date and platforms_2."appointed_on" < $6::date)
  ))
), 'null'), 'UTF8') as root_1, convert_to(coalesce((
  select '{"totalCount":' || count(*)::text || '}' as json
  from "flags" as flags_3
  where ((extract(quarter from flags_3."raised_at" at time zone 'Asia/Shanghai')::integer = $7::integer and flags_3."raised_at" < $8::timestamptz) and flags_3."facts" @> $9::jsonb)
), 'null'), 'UTF8') as root_2
