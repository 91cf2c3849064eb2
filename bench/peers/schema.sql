-- What a careful user of a queue library keeps of messages; the library's own tables come on top.
create table template (id int primary key, body text not null);
insert into template values (1, 'Ciao {{nome}}, ci vediamo sabato?');

create table message (
    id          bigint generated always as identity primary key,
    phone       bigint      not null unique,
    template_id int         not null references template,
    variables   jsonb       not null,
    state       text        not null default 'queued',
    provider_id text,
    created_at  timestamptz not null default clock_timestamp(),
    sent_at     timestamptz
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1);

create table message_event (
    id         bigint generated always as identity primary key,
    message_id bigint      not null,
    phase      text        not null,
    at         timestamptz not null default now()
);

create table outbox (
    id         bigint generated always as identity primary key,
    message_id bigint      not null,
    body       jsonb       not null,
    at         timestamptz not null default now()
);
