-- Times called "at", "created_at" and the like are real time. Times that rules count with (due_at, send_log.at,
-- next_at, restricted_until) are the business time of the session: real time, or the simulator's clock.
-- Phones are E.164 digits without the plus, as bigint: at most 15 digits, so 8 bytes instead of a string.

create table app_user (
    id              bigint generated always as identity primary key,
    email           text        not null,
    password_hash   text        not null,
    -- The user made at set-up, who looks after the others.
    administrator   boolean     not null default false,
    locale          text        not null default 'it',
    time_zone       text        not null default 'Europe/Rome',
    default_country text        not null default 'IT',
    created_at      timestamptz not null
);
create unique index app_user_email on app_user (lower(email));
create unique index app_user_administrator on app_user (administrator) where administrator;

-- A user who was removed and has left something behind; the row goes when nothing of it is left.
create table removed_user (
    owner_id   bigint      not null primary key,
    removed_by bigint      not null,
    actor      text        not null,
    removed_at timestamptz not null
);

create table api_key (
    id           bigint generated always as identity primary key,
    owner_id     bigint      not null references app_user on delete cascade,
    name         text        not null,
    prefix       text        not null,
    key_hash     bytea       not null unique,
    scopes       text[]      not null,
    created_at   timestamptz not null,
    last_used_at timestamptz,
    expires_at   timestamptz,
    revoked_at   timestamptz
);
create index api_key_owner on api_key (owner_id, id);

create table refresh_token (
    id         bigint generated always as identity primary key,
    owner_id   bigint      not null references app_user on delete cascade,
    family     uuid        not null,
    token_hash bytea       not null unique,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    revoked_at timestamptz
);
create index refresh_token_family on refresh_token (family);

create table browser_session (
    secret_hash bytea       not null primary key,
    owner_id    bigint      not null references app_user on delete cascade,
    opened_at   timestamptz not null,
    expires_at  timestamptz not null
);
create index browser_session_owner on browser_session (owner_id);

create table login_failure (
    subject       text        not null primary key,
    failures      int         not null,
    last_at       timestamptz not null,
    blocked_until timestamptz
);

create table audit_entry (
    id       bigint generated always as identity primary key,
    owner_id bigint      not null,
    actor    text        not null,
    action   text        not null,
    subject  text        not null,
    detail   jsonb       not null default '{}',
    at       timestamptz not null
);
create index audit_entry_owner on audit_entry (owner_id, id);

create table idempotency_key (
    owner_id   bigint      not null,
    route      text        not null,
    key        text        not null,
    body_hash  bytea       not null,
    status     int,
    response   text,
    created_at timestamptz not null,
    primary key (owner_id, route, key)
);
create index idempotency_key_age on idempotency_key (created_at);

-- Facts about this installation: stream_generation, simulator_clock and the like.
create table setting (
    name  text not null primary key,
    value text not null
);

-- The event log begins a new generation when it is restored from a backup. Events up to the last id of a generation are
-- called by that one, so that whoever was told of them before knows them again.
create table past_generation (
    generation text        not null primary key,
    last_event bigint      not null,
    ended_at   timestamptz not null
);

-- Nodes ------------------------------------------------------------------------------------------------------------

create table node_lease (
    node_id uuid        not null primary key,
    epoch   bigint      not null,
    until   timestamptz not null,
    -- Of the product that runs there.
    version text        not null default ''
);

create table wa_session (
    id                bigint generated always as identity primary key,
    owner_id          bigint      not null references app_user,
    session_id        text        not null,
    name              text        not null,
    engine            text        not null,
    simulated         boolean     not null,
    -- Whether its engine leaves it to us to write no faster than a person would.
    needs_pacing      boolean     not null default true,
    settings          jsonb       not null default '{}',
    -- What the door it came through was told about it and only gives back.
    options           jsonb       not null default '{}',
    desired           text        not null default 'on' check (desired in ('on', 'off')),
    state             text        not null,
    state_reason      text,
    state_detail      text,
    state_since       timestamptz not null,
    phone             bigint,
    display_name      text,
    -- How the other side rates the number.
    quality           text        check (quality in ('high', 'medium', 'low')),
    own_number        bigint,
    hourly_limit      int         not null default 10,
    daily_limit       int         not null default 50,
    typing_simulation boolean     not null default true,
    default_country   text,
    time_zone         text,
    restriction_id    bigint      not null default 0,
    restricted_until  timestamptz,
    restriction_kind  text,
    made_by           text        not null default 'v1',
    -- The only node that can connect it, if its engine keeps on the node what it needs.
    home_node         uuid,
    created_at        timestamptz not null,
    ready_at          timestamptz,
    updated_at        timestamptz not null,
    unique (owner_id, session_id)
);
create index wa_session_phone on wa_session (phone) where phone is not null;
create sequence restriction_ids;

create table session_owner (
    session_pk bigint not null primary key references wa_session on delete cascade,
    node_id    uuid   not null,
    node_epoch bigint not null,
    epoch      bigint not null
);
create index session_owner_node on session_owner (node_id);

-- What a node asks of the one that owns a session. Gone when the answer was read; a minute later nobody waits for it.
create table session_errand (
    id         bigint generated always as identity primary key,
    node_id    uuid        not null,
    session_pk bigint      not null,
    kind       text        not null,
    args       jsonb       not null,
    answer     jsonb,
    created_at timestamptz not null default clock_timestamp()
);
create index session_errand_open on session_errand (node_id, id) where answer is null;

create table session_credential (
    session_pk bigint      not null primary key references wa_session on delete cascade,
    nonce      bytea       not null,
    ciphertext bytea       not null,
    updated_at timestamptz not null
);

-- The small secrets of a session that change with every message, sealed one by one. A label stands for a name and tells
-- nothing of it: names hold phone numbers. No part of backups, see docs/decisions/keys-of-linked-devices.md.
create table session_key (
    session_pk bigint not null references wa_session on delete cascade,
    label      bytea  not null,
    nonce      bytea  not null,
    ciphertext bytea  not null,
    primary key (session_pk, label)
);

-- The secret settings of a session, sealed together; their names show which are set.
create table session_secret (
    session_pk bigint      not null primary key references wa_session on delete cascade,
    names      text[]      not null,
    nonce      bytea       not null,
    ciphertext bytea       not null,
    updated_at timestamptz not null
);

-- The secret end of the address that a session's engine is called at: its hash opens, the sealed box shows it.
create table webhook_token (
    session_pk bigint      not null primary key references wa_session on delete cascade,
    token_hash bytea       not null unique,
    nonce      bytea       not null,
    ciphertext bytea       not null,
    created_at timestamptz not null
);

create table session_stats (
    session_pk    bigint not null primary key references wa_session on delete cascade,
    messages_sent bigint not null default 0
) with (fillfactor = 50);

-- Numbers that share direct messages. Simulated ones and real ones never mix.
create table pool (
    id         bigint generated always as identity primary key,
    owner_id   bigint      not null references app_user on delete cascade,
    name       text        not null,
    simulated  boolean     not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (owner_id, name)
);
create table pool_session (
    pool_id    bigint not null references pool on delete cascade,
    session_pk bigint not null references wa_session on delete cascade,
    primary key (pool_id, session_pk)
);
create index pool_session_session on pool_session (session_pk);

-- Who was written to from which number of a pool, and goes on being so.
create table pool_contact (
    pool_id    bigint      not null references pool on delete cascade,
    phone      bigint      not null,
    owner_id   bigint      not null,
    session_pk bigint      not null references wa_session on delete cascade,
    chosen_at  timestamptz not null,
    primary key (pool_id, phone)
);
create index pool_contact_person on pool_contact (owner_id, phone);
create index pool_contact_session on pool_contact (session_pk);

-- What is known of the accounts behind sessions, as of looked_at; and what their users say of the operators.
create table session_account (
    session_pk bigint      not null primary key references wa_session on delete cascade,
    picture    text,
    looked_at  timestamptz,
    last_seen  timestamptz,
    provider   text,
    plan       text check (plan in ('Prepaid', 'Postpaid'))
);

-- Campaigns --------------------------------------------------------------------------------------------------------

create table campaign (
    id                   bigint generated always as identity primary key,
    public_id            text        not null unique check (public_id ~ '^[0-9a-f]{24}$'),
    reference            text        not null,
    owner_id             bigint      not null,
    name                 text        not null,
    status               text        not null check (status in
        ('draft', 'scheduled', 'running', 'paused', 'completed', 'stopped', 'failed')),
    status_reason        text,
    simulated            boolean     not null,
    default_country      text        not null,
    message_delay_min_ms bigint      not null,
    message_delay_max_ms bigint      not null,
    contact_delay_min_ms bigint      not null,
    contact_delay_max_ms bigint      not null,
    hours_enabled        boolean     not null default false,
    hours_start          smallint    not null default 9,
    hours_end            smallint    not null default 18,
    hours_zone           text,
    consent              jsonb,
    version              int         not null default 1,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    -- When a draft is meant to start; scheduled_at is when it will.
    planned_start        timestamptz,
    scheduled_at         timestamptz,
    started_at           timestamptz,
    paused_at            timestamptz,
    resumed_at           timestamptz,
    completed_at         timestamptz,
    stopped_at           timestamptz,
    deleted_at           timestamptz,
    recipients           int         not null default 0,
    -- Planning turns recipients into messages, in order of recipient id; planned_upto is how far it has come. The first
    -- messages are due from due_from on (business time), or at once while it is null.
    due_from             timestamptz,
    planned_upto         bigint      not null default 0,
    planned              boolean     not null default false,
    -- The counters move in the transaction of the state; what is not counted here is pending.
    total                int         not null default 0,
    sent                 int         not null default 0,
    delivered            int         not null default 0,
    read                 int         not null default 0,
    failed               int         not null default 0,
    skipped              int         not null default 0,
    unconfirmed          int         not null default 0,
    in_doubt             int         not null default 0,
    unique (owner_id, reference)
) with (fillfactor = 50);
create index campaign_owner on campaign (owner_id, id);
create index campaign_unplanned on campaign (id)
    where not planned and status in ('running', 'paused', 'stopped', 'failed');
create index campaign_live on campaign (status) where status in ('scheduled', 'running', 'paused');

-- Step 0 is the first message, the others are follow-ups. A new version never changes what was sent with an old one.
create table campaign_step (
    campaign_id    bigint   not null references campaign on delete cascade,
    step           smallint not null,
    version        int      not null default 1,
    template       text     not null,
    -- Which template of the other side it is sent as, and what stands in its places; null: as a text.
    approved       jsonb,
    -- Further wordings of it, an array of texts; each person gets one of all.
    variants       jsonb,
    after_ms       bigint   not null default 0,
    unless_replied boolean  not null default true,
    primary key (campaign_id, step, version)
);

create table recipient_import (
    id           bigint generated always as identity primary key,
    campaign_id  bigint      not null references campaign on delete cascade,
    state        text        not null check (state in ('loading', 'done', 'failed')),
    file_name    text,
    format       text        not null,
    charset      text,
    delimiter    text,
    columns      text[]      not null default '{}',
    phone_column text        not null,
    -- In which country's way its numbers are written; null for the campaign's own.
    country      text,
    accepted     int         not null default 0,
    rejected     int         not null default 0,
    -- How many rows were refused for which code; of the rows themselves only the first ones are kept.
    error_counts jsonb       not null default '{}',
    error        text,
    -- SHA-256 of the file in hexadecimal digits, by which it is known again.
    file_hash    text,
    created_at   timestamptz not null,
    finished_at  timestamptz
);
create index recipient_import_file on recipient_import (file_hash) where file_hash is not null;
create index recipient_import_campaign on recipient_import (campaign_id, id);
create unique index recipient_import_loading on recipient_import (campaign_id) where state = 'loading';

create table recipient_rejection (
    import_id bigint not null references recipient_import on delete cascade,
    row_no    int    not null,
    code      text   not null,
    detail    text,
    -- What would make a number of it, for a person to accept.
    repair    text,
    -- The row as it was in the file, so that it can be mended and sent again.
    fields    text[] not null,
    primary key (import_id, row_no)
);

-- Without a cache: recipients are planned in the order of their ids, which is to be the order of the file.
create sequence recipient_ids;
create table recipient (
    id          bigint not null default nextval('recipient_ids'),
    campaign_id bigint not null,
    import_id   bigint not null,
    row_no      int    not null,
    phone       bigint not null,
    variables   jsonb  not null,
    -- What is to be said of how the number was read, and the country it was taken for where that was inferred.
    remark      text,
    country     text,
    primary key (campaign_id, id)
);
create unique index recipient_once on recipient (campaign_id, phone);
create index recipient_remarked on recipient (campaign_id, import_id, remark, country) where remark is not null;

-- Files that users upload for their messages. While one is coming in, size is what is kept free for it.
create table media_file (
    id         bigint      generated always as identity primary key,
    public_id  text        not null unique,
    owner_id   bigint      not null references app_user on delete cascade,
    kind       text        not null check (kind in ('IMAGE', 'DOCUMENT')),
    media_type text        not null,
    file_name  text        not null,
    size       bigint      not null,
    state      text        not null check (state in ('loading', 'kept')),
    sha256     bytea,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    check (state = 'loading' or sha256 is not null)
);
create index media_file_owner on media_file (owner_id, id);
create index media_file_same on media_file (owner_id, sha256) where state = 'kept';
create table media_piece (
    media_id bigint not null references media_file on delete cascade,
    n        int    not null,
    bytes    bytea  not null,
    primary key (media_id, n)
);
-- Pictures do not become smaller.
alter table media_piece alter column bytes set storage external;

-- What the engine of a session calls a file that it was handed, for an account of that engine.
create table media_hand_over (
    media_id   bigint      not null references media_file on delete cascade,
    session_pk bigint      not null references wa_session on delete cascade,
    account    text        not null,
    engine_id  text        not null,
    at         timestamptz not null,
    primary key (media_id, session_pk, account)
);
create index media_hand_over_session on media_hand_over (session_pk);

-- People -----------------------------------------------------------------------------------------------------------

create table contact (
    id              bigint generated always as identity primary key,
    owner_id        bigint      not null,
    phone           bigint      not null,
    name            text,
    consent_source  text,
    consent_wording text,
    consent_at      timestamptz,
    last_inbound_at timestamptz,
    created_at      timestamptz not null,
    unique (owner_id, phone)
);

create index contact_name on contact (owner_id, (lower(name) collate "C"), id);

-- A person whose data is being erased; the row goes when nothing of them is left.
create table erasure (
    owner_id     bigint      not null,
    phone        bigint      not null,
    actor        text        not null,
    requested_at timestamptz not null,
    primary key (owner_id, phone)
);

-- The phone of an erased person is gone; the keyed hash still suppresses.
create table opt_out (
    id         bigint generated always as identity primary key,
    owner_id   bigint      not null,
    phone      bigint,
    phone_hash bytea,
    source     text        not null,
    word       text,
    at         timestamptz not null,
    check (phone is not null or phone_hash is not null)
);
create unique index opt_out_once on opt_out (owner_id, phone) where phone is not null;
create unique index opt_out_hash on opt_out (owner_id, phone_hash) where phone_hash is not null;

-- Bound to a secret of this installation, so that the hash of a number tells nothing elsewhere.
insert into setting (name, value)
values ('suppression_key', encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex'));

create function suppression_hash(phone bigint) returns bytea language sql stable as $$
    select sha256(decode(value, 'hex') || int8send(phone)) from setting where name = 'suppression_key'
$$;

create table inbound_message (
    id          bigint generated always as identity primary key,
    owner_id    bigint      not null,
    session_pk  bigint      not null,
    source_id   text        not null,
    phone       bigint      not null,
    text        text        not null,
    at          timestamptz not null,
    received_at timestamptz not null,
    unique (session_pk, source_id)
);
create index inbound_message_person on inbound_message (owner_id, phone, id);

-- Calls from outside, kept before they are answered and worked in afterwards, in order per session. What is worked in
-- keeps its key alone, to know repeats by; what could not be is parked with its body.
create table inbound_call (
    id          bigint      generated always as identity primary key,
    owner_id    bigint      not null,
    session_pk  bigint      not null,
    repeat_key  bytea,
    body        bytea       not null,
    state       text        not null default 'waiting' check (state in ('waiting', 'done', 'parked')),
    attempts    smallint    not null default 0,
    reason      text,
    received_at timestamptz not null,
    done_at     timestamptz
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02);
create unique index inbound_call_once on inbound_call (session_pk, repeat_key) where repeat_key is not null;
create index inbound_call_waiting on inbound_call (id) where state = 'waiting';
create index inbound_call_parked on inbound_call (owner_id, id) where state = 'parked';
create index inbound_call_age on inbound_call (received_at);

-- People whom engines know by other names than a phone: a user id, a hidden number, a chat. All names of one person point
-- to one row. Without a phone, messages of theirs stand under minus (10^18 + id).
create table person (
    id           bigint      generated always as identity primary key,
    owner_id     bigint      not null,
    phone        bigint,
    created_at   timestamptz not null
);
create unique index person_phone on person (owner_id, phone) where phone is not null;
create table person_name (
    owner_id  bigint not null,
    name      text   not null,
    person_id bigint not null references person on delete cascade,
    primary key (owner_id, name)
);
create index person_name_person on person_name (person_id);

-- The latest that a person said of being written to, by a word or through WhatsApp; phone as in inbound_message.
create table preference (
    owner_id  bigint      not null,
    phone     bigint      not null,
    wants_out boolean     not null,
    at        timestamptz not null,
    primary key (owner_id, phone)
);

-- The queue --------------------------------------------------------------------------------------------------------

-- Where messages wait in order: a campaign, or a session's direct messages. Waits that strike all of it stand here.
create table lane (
    id          bigint generated always as identity primary key,
    owner_id    bigint  not null,
    kind        text    not null check (kind in ('direct', 'campaign')),
    campaign_id bigint  unique references campaign,
    session_pk  bigint  references wa_session,
    epoch       bigint  not null default 1,
    -- open: may send; paused: waits; closed: what still waits in it is being cancelled.
    status      text    not null check (status in ('open', 'paused', 'closed')),
    simulated   boolean not null,
    wait_reason text,
    next_at     timestamptz,
    -- The id of the session it pointed to until that was deleted.
    lost_session text
) with (fillfactor = 50);
create unique index lane_direct on lane (session_pk) where kind = 'direct';
create index lane_session on lane (session_pk);
create index lane_closed on lane (id) where status = 'closed';

create sequence message_ids cache 100;
create table message (
    id                bigint      not null default nextval('message_ids') primary key,
    owner_id          bigint      not null,
    lane_id           bigint      not null,
    campaign_id       bigint,
    recipient_id      bigint,
    step              smallint    not null default 0,
    step_version      int         not null default 1,
    -- Below 0: the person was erased.
    phone             bigint      not null,
    -- Direct messages bring their text; those of campaigns are rendered from step and recipient at the claim.
    body              text,
    -- What a direct message is sent as besides its text: an approved template, a picture or a document.
    content           jsonb,
    kind              text        not null default 'marketing' check (kind in ('marketing', 'transactional')),
    resend_uncertain  boolean     not null default false,
    -- An attempt before the present one may have left: somebody asked for another all the same.
    may_have_left     boolean     not null default false,
    -- A follow-up that an answer since then makes needless; null: sent in any case.
    unless_reply_since timestamptz,
    -- Business time, as due_at.
    expires_at        timestamptz,
    state             text        not null default 'queued',
    reason            text,
    due_at            timestamptz not null,
    -- Above 0: set aside under this restriction, out of the way of those that may go. -1: forced, ahead of all others.
    parked            bigint      not null default 0,
    forced            boolean     not null default false,
    attempts          smallint    not null default 0,
    lane_epoch        bigint,
    owner_epoch       bigint,
    session_pk        bigint,
    attempt_id        uuid,
    engine_message_id text,
    last_error        text,
    created_at        timestamptz not null,
    first_attempt_at  timestamptz,
    sending_at        timestamptz,
    sent_at           timestamptz,
    updated_at        timestamptz not null
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1);
create index message_queue on message (lane_id, parked, due_at, id) where state = 'queued';
create index message_open on message (session_pk, id) where state in ('claimed', 'sending', 'in_doubt');
create index message_file on message ((content -> 'media' ->> 'file')) where content is not null;
create index message_engine_id on message (engine_message_id) where engine_message_id is not null;
create index message_person on message (owner_id, phone);
-- For lists. Over expressions, so that no statement of the queue is ever planned over them, whatever the statistics say.
create index message_of_owner on message ((owner_id + 0), state, id);
create index message_of_lane on message ((lane_id + 0), state, id);
create index message_of_session on message ((session_pk + 0), state, id)
    where session_pk is not null and state in ('sent', 'delivered', 'read', 'failed', 'skipped', 'unconfirmed');
create unique index message_once on message (recipient_id, step) where recipient_id is not null;

-- Who answered which campaign, once each: a word counts for the last message of a campaign that the person had got from
-- the session they write to. Counted over its key; listed in the order of the words.
create table campaign_reply (
    campaign_id  bigint      not null references campaign on delete cascade,
    recipient_id bigint      not null,
    message_id   bigint      not null,
    inbound_id   bigint      not null,
    at           timestamptz not null,
    primary key (campaign_id, recipient_id)
);
create index campaign_reply_order on campaign_reply (campaign_id, inbound_id);

create sequence message_event_ids cache 100;
-- No text and no phone in here: the events outlive the erasure of a person. The tx column makes (tx, id) a cursor that
-- is safe against writers that commit out of order: readers stop below the oldest open transaction.
create table message_event (
    id          bigint      not null default nextval('message_event_ids'),
    tx          xid8        not null default pg_current_xact_id(),
    at          timestamptz not null,
    owner_id    bigint      not null,
    kind        text        not null,
    phase       text        not null,
    message_id  bigint,
    campaign_id bigint,
    session_pk  bigint,
    lane_id     bigint,
    reason      text,
    attempt     smallint,
    next_at     timestamptz,
    detail      jsonb
) partition by range (at);
-- Takes what no day's partition takes, such as events after a jump of the clock: appending an event never fails.
create table message_event_rest partition of message_event default;
create index message_event_tail on message_event (tx, id);
create index message_event_message on message_event (message_id, id) where message_id is not null;
-- The course of a campaign: what its messages came to, and its own turns. One entry a message, not one an event.
create index message_event_course on message_event (campaign_id, at, phase)
    where kind = 'campaign' or phase in ('sent', 'failed', 'skipped', 'unconfirmed');

-- Webhooks ---------------------------------------------------------------------------------------------------------

-- Addresses that users want to be told at. The row of a deleted one goes when its deliveries are gone.
create table webhook_endpoint (
    id              bigint generated always as identity primary key,
    owner_id        bigint      not null references app_user on delete cascade,
    url             text        not null,
    description     text        not null default '',
    events          text[]      not null,
    session_id      text,
    campaign_id     text,
    enabled         boolean     not null default true,
    disabled_reason text,
    disabled_at     timestamptz,
    -- Since when nothing but failures came back; null while things go well.
    failing_since   timestamptz,
    secrets_version int         not null default 1,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    deleted_at      timestamptz
);
create index webhook_endpoint_owner on webhook_endpoint (owner_id, id);

-- The secrets that an endpoint's deliveries are signed with: two while one is being replaced.
create table webhook_secret (
    id          bigint generated always as identity primary key,
    endpoint_id bigint      not null references webhook_endpoint on delete cascade,
    nonce       bytea       not null,
    ciphertext  bytea       not null,
    created_at  timestamptz not null,
    expires_at  timestamptz
);
create index webhook_secret_endpoint on webhook_secret (endpoint_id);

-- Up to where the event log has been turned into deliveries.
create table webhook_cursor (
    id      smallint not null primary key default 1 check (id = 1),
    reached text     not null
);
insert into webhook_cursor (reached) values ('none');

-- What is to be told, and what was. The event is as in the stream: no text and no phone are in it, these are looked up
-- when it is sent.
create table webhook_delivery (
    id           bigint      generated always as identity primary key,
    owner_id     bigint      not null,
    endpoint_id  bigint      not null,
    event_id     text        not null,
    type         text        not null,
    event        jsonb       not null,
    message_id   bigint,
    state        text        not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
    reason       text,
    attempts     smallint    not null default 0,
    next_at      timestamptz,
    lease        uuid,
    leased_until timestamptz,
    created_at   timestamptz not null,
    done_at      timestamptz,
    unique (endpoint_id, event_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index webhook_delivery_due on webhook_delivery (endpoint_id, next_at, id) where state = 'pending';
create index webhook_delivery_log on webhook_delivery (owner_id, endpoint_id, id);
create index webhook_delivery_failed on webhook_delivery (endpoint_id, id) where state = 'failed';

create table webhook_attempt (
    id          bigint      generated always as identity primary key,
    delivery_id bigint      not null,
    at          timestamptz not null,
    took_ms     int         not null,
    status      smallint,
    reason      text,
    answer      text        not null default ''
);
create index webhook_attempt_delivery on webhook_attempt (delivery_id);

-- How it went hour by hour.
create table webhook_hour (
    endpoint_id bigint      not null references webhook_endpoint on delete cascade,
    hour        timestamptz not null,
    delivered   int         not null default 0,
    failed      int         not null default 0,
    primary key (endpoint_id, hour)
) with (fillfactor = 50);

-- What each number handed to an engine, and when, in business time: the limiter's memory. number_key is the phone, or
-- minus the session while the number is unknown.
create table send_log (
    message_id bigint      not null,
    attempt    smallint    not null,
    number_key bigint      not null,
    session_pk bigint      not null,
    at         timestamptz not null,
    forced     boolean     not null default false,
    primary key (message_id, attempt)
);
create index send_log_number on send_log (number_key, at);

-- Which process wrote last into a number's part of the log. While it is the same one, it need not read the log again.
create table send_log_writer (
    number_key bigint not null primary key,
    process    uuid   not null
);

-- Receipts that came before anybody knew their message; kept for a day.
create table early_receipt (
    session_pk        bigint      not null,
    engine_message_id text        not null,
    level             smallint    not null,
    at                timestamptz not null,
    received_at       timestamptz not null,
    primary key (session_pk, engine_message_id)
);

create function refuse_message_move() returns trigger language plpgsql as $$
begin
    raise exception 'message % may not move from % to %', old.id, old.state, new.state
        using errcode = 'check_violation', constraint = 'message_move';
end
$$;
