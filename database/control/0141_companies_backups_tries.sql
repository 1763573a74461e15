-- How often it was begun: one that its process died over is made anew, but not for ever.
alter table backups add column tries int not null default 0 check (tries >= 0);
