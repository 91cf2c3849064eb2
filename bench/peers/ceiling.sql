-- One batch: take jobs, store results with two events and a row of the outbox each.
with taken as (
    select message_id from job order by message_id limit :size for update skip locked
), gone as (
    delete from job using taken where job.message_id = taken.message_id returning job.message_id
), done as (
    update message m set state = 'sent', provider_id = 'm' || m.id, sent_at = now()
    from gone, template t where m.id = gone.message_id and t.id = m.template_id
    returning m.id, m.provider_id, replace(t.body, '{{nome}}', m.variables ->> 'nome')
), told as (
    insert into message_event (message_id, phase) select id, phase from done, (values ('sending'), ('sent')) as p(phase)
)
insert into outbox (message_id, body) select id, jsonb_build_object('type', 'message.sent', 'id', provider_id) from done;
