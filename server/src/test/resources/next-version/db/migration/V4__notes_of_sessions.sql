alter table wa_session add column note text not null default '';
