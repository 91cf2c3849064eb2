alter table campaign add column note text;
