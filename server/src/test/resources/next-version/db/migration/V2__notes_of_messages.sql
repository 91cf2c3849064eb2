-- What a next version would add: one table a file, so that nobody waits for two of them at a time.
alter table message add column note text;
