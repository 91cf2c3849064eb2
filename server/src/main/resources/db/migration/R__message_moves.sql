-- The table of moves comes from io.staffetta.core.message.MessageMoves; a change there runs this again.
create or replace trigger message_move
    before update of state on message
    for each row
    when (old.state <> new.state and ((old.state || '>' || new.state) not in (${messageMoves})
        or (not old.may_have_left and (old.state || '>' || new.state) in (${earlierAttemptMoves}))))
    execute function refuse_message_move();

alter table message drop constraint if exists message_state;
alter table message add constraint message_state check (state in (${messageStates})) not valid;
