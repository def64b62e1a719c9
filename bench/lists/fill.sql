-- Creators and half as many campaigns, the same for the same number. One statement a block; {n} is put in.

select setseed(0.42);

create temp table fresh as
select *, case when niche = second then array[niche] else array[niche, second] end as niches,
  case n % 3 when 0 then array['ary'] when 1 then array['ary', 'fr'] else array['fr', 'ar'] end as languages,
  30000 + n_followers / 10 * 100 + (n % 50) * 1000 as from_centimes,
  case n % 10 when 0 then 'p-ikram' else '' end as portrait,
  now() - (n % 90) * interval '1 day' as day_one, now() - (n % 60) * interval '1 day' as day_two
from (select n, gen_random_uuid() as user_id, gen_random_uuid() as wallet_id, gen_random_uuid() as id,
  exp(6.2 + 7.5 * power(random(), 1.6))::int as n_followers,
  (array['beauty','fashion','food','travel','fitness','health','family','home','tech','gaming','music','humour',
    'education','business','sport','craft','auto','nature'])[1 + floor(18 * power(random(), 1.4))::int] as niche,
  (array['beauty','food','travel','family','home','tech','sport','music'])[1 + floor(8 * random())::int] as second,
  (array['casablanca','rabat','marrakech','fes','tanger','agadir','meknes','oujda','kenitra','tetouan','safi',
    'sale','mohammedia','el-jadida','nador','beni-mellal','essaouira','dakhla','laayoune','errachidia'])
    [1 + floor(20 * power(random(), 1.7))::int] as city
  from generate_series(1, {n}) n) people;

create function pg_temp.stamp(timestamptz) returns text language sql as
$$ select to_char($1 at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') $$;

-- The same bytes as influencers.selectors.draw_card writes; bench.lists.data.fill compares some of them.
create temp table drawn as
select f.*, format('{"id":"%s","handle":"creator-%s","name":"Creator %s","portrait":"%s","main_niche":"%s",'
    '"niches":["%s"],"languages":["%s"],"city":"%s","region":"MA-06","followers":{"n_followers":%s,'
    '"source":"declared","declared_at":"%s"},"social_accounts":[{"platform":"instagram","handle":"creator.%s",'
    '"url":"https://instagram.example/creator.%s","n_followers":%s,"source":"declared","declared_at":"%s"}%s],'
    '"from_price":{"amount":"%s.00","currency":"MAD"}}',
  id, n, n, portrait, niche, array_to_string(niches, '","'), array_to_string(languages, '","'), city, n_followers,
  pg_temp.stamp(latest), n, n, n_followers - n_followers / 4 * (n % 2), pg_temp.stamp(day_one), second_account,
  from_centimes / 100) as card
from (select *, greatest(day_one, case n % 2 when 1 then day_two end) as latest, case n % 2 when 1 then
    format(',{"platform":"tiktok","handle":"creator.%s","url":"https://tiktok.example/@creator.%s",'
      '"n_followers":%s,"source":"declared","declared_at":"%s"}', n, n, n_followers / 4, pg_temp.stamp(day_two))
    else '' end as second_account from fresh) f;

insert into accounts_user (id, password, is_superuser, email, name, role, language, time_zone,
         is_active, is_staff, joined_at)
       select user_id, '!', false, 'n' || n || '@bench.test', 'Creator ' || n, 'influencer', 'fr',
         'Africa/Casablanca', true, false, now() from fresh;

insert into payments_wallet (id, kind, name, opened_at)
       select wallet_id, 'influencer', 'Creator ' || n, now() from fresh;

insert into influencers_influencer (id, user_id, wallet_id, handle, name, bio, niches, main_niche, languages,
         city, region, n_followers, from_centimes, is_listed, portrait, version, created_at, updated_at, card)
       select id, user_id, wallet_id, 'creator-' || n, 'Creator ' || n, repeat('Je raconte ma ville. ', 6),
         niches, niche, languages, city, 'MA-06', n_followers, from_centimes, true, portrait, 1,
         now() - n * interval '1 minute', now(), convert_to(card, 'UTF8') from drawn;

insert into influencers_socialaccount
         (influencer_id, platform, handle, url, n_followers_declared, declared_at)
       select id, 'instagram', 'creator.' || n, 'https://instagram.example/creator.' || n,
         n_followers - n_followers / 4 * (n % 2), day_one from fresh
       union all
       select id, 'tiktok', 'creator.' || n, 'https://tiktok.example/@creator.' || n, n_followers / 4, day_two
       from fresh where n % 2 = 1;

insert into campaigns_campaign (id, brand_id, created_by_id, slug, title, objective, description, niches,
         platforms, cities, languages, min_followers, "do", dont, budget_centimes, currency, places,
         application_deadline, starts_on, ends_on, usage_channels, usage_months, usage_paid_ads, revisions, picture,
         state, state_since, n_warnings, version, rejection_reason, created_at, updated_at, published_at)
       select gen_random_uuid(), b.id, m.user_id, 'campaign-' || n, 'Campaign ' || n, 'Faire connaître la marque',
         repeat('Un réel et deux stories. ', 10), array[niche], array['instagram'], array[city], array['fr'], 1000,
         array['Montrer le produit'], array['Pas de concurrent'], 2000000, 'MAD', 3, current_date + 20,
         current_date + 25, current_date + 60, array['organic'], 6, false, 2, '', 'open', now(), 0, 1, '',
         now() - n * interval '1 minute', now(), now() - n * interval '1 minute'
       from fresh join (select id, row_number() over (order by id) - 1 as place, count(*) over () as all_brands
         from brands_brand) b on b.place = fresh.n % b.all_brands
       join brands_brandmember m on m.brand_id = b.id and m.role = 'owner' where n % 2 = 0;

insert into campaigns_requirement (campaign_id, position, platform, format, quantity, notes)
       select id, place, 'instagram', case place when 0 then 'reel' else 'story' end, place + 1, ''
       from campaigns_campaign cross join (values (0), (1)) as p (place) where slug like 'campaign-%';
