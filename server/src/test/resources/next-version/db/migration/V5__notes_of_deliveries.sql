alter table webhook_delivery add column note text;
