-- $1: '智能装倍'
-- $2: '智能装倍'
-- $3: 5
select convert_to(coalesce((
  select '{"nodes":[' || coalesce(string_agg(page_1.row1, ','), '') || ']}' as json
  from (
    select '{"planned":' || platforms_2."planned"::text || '}' as row1
    from (
      select platforms_2."planned"
      from "platforms" as platforms_2
      left join "organizations" as organizations_3 on organizations_3."id" = platforms_2."organization_id"
      where exists (
        select
        from "organizations" as organizations_4
        where organizations_4."id" = platforms_2."organization_id" and apart(organizations_4."name") %> apart($2::text)
      )
      order by word_similarity(apart($1::text), apart(organizations_3."name")) desc nulls last, platforms_2."id"
      limit $3::bigint
    ) as platforms_2
  ) as page_1
), 'null'), 'UTF8') as root_1
