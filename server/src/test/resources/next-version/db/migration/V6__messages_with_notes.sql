-- Built beside the work, and outside of a transaction: what an interruption leaves is done away with first.
drop index concurrently if exists message_noted;
create index concurrently message_noted on message (note) where note is not null;
