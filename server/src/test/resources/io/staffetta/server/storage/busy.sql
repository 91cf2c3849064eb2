-- An installation in the middle of its work.
insert into app_user (email, password_hash, created_at) values ('a@example.org', 'x', '2026-03-10T10:00:00Z');

insert into wa_session (owner_id, session_id, name, engine, simulated, state, state_since, created_at, updated_at)
values (1, 'one', 'One', 'simulator', true, 'ready', '2026-03-10T10:00:00Z', '2026-03-10T10:00:00Z', '2026-03-10T10:00:00Z');

insert into campaign (public_id, reference, owner_id, name, status, simulated, default_country, message_delay_min_ms,
    message_delay_max_ms, contact_delay_min_ms, contact_delay_max_ms, created_at, updated_at, recipients)
select lpad(n::text, 24, '0'), 'c' || n, 1, name, status, true, 'IT', 1000, 3000, 0, 0, '2026-03-10T10:00:00Z',
    '2026-03-10T10:00:00Z', 4
from (values (1, 'running', 'running'), (2, 'scheduled', 'scheduled'), (3, 'finished', 'completed')) c (n, name, status);

insert into lane (owner_id, kind, campaign_id, session_pk, status, simulated)
values (1, 'campaign', 1, 1, 'open', true), (1, 'direct', null, 1, 'open', true);

insert into message (owner_id, lane_id, campaign_id, phone, body, state, due_at, created_at, updated_at)
select 1, case when state = 'sent' then 2 else 1 end, case when state = 'sent' then null else 1 end, 393331234560 + n,
    'Ciao "tutti"' || chr(10) || 'è \N' || chr(9) || '€ 😀', state, '2026-03-10T10:00:00Z', '2026-03-10T10:00:00Z',
    '2026-03-10T10:00:00Z'
from (values (1, 'queued'), (2, 'claimed'), (3, 'sending'), (4, 'sent')) m (n, state);

insert into message_event (at, owner_id, kind, phase, message_id) values ('2026-03-10T10:00:00Z', 1, 'message', 'queued', 1);
