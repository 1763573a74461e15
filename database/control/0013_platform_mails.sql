-- Mail of the house to a person, written in the transaction that causes it and sent by the worker afterwards.
create table mails (
  id          uuid        primary key,
  kind        text        not null,
  recipient   text        not null,
  -- Subject and text, sealed: they carry links that open an account. Gone once the mail has left.
  sealed      text,
  created_at  timestamptz not null,
  due_at      timestamptz not null,
  tries_count integer     not null default 0,
  -- Set while somebody sends it; still set afterwards when nobody knows whether it left.
  claimed_at   timestamptz,
  unsure_count integer     not null default 0,
  sent_at     timestamptz,
  gave_up_at  timestamptz,
  last_error  text,
  check ((sent_at is null and gave_up_at is null) = (sealed is not null))
);
create index mails_due on mails (due_at) where sent_at is null and gave_up_at is null;

-- The built-in mailbox, for a house that has no mail server: the last few mails, to be read on this machine.
create table mailbox_mails (
  id          uuid        primary key,
  received_at timestamptz not null,
  -- The same Message-ID again is the same mail sent twice.
  message_id  text        not null unique,
  sealed      text        not null
);
create index mailbox_mails_by_time on mailbox_mails (received_at desc);
