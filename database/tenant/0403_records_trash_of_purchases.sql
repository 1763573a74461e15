-- Suppliers and drafts of bills lie in the trash like every other record.
alter table trash_entries drop constraint trash_entries_subject_type_check;
alter table trash_entries add constraint trash_entries_subject_type_check
  check (subject_type in ('customer', 'order', 'product', 'subscription', 'connection',
                          'note', 'task', 'attachment', 'view', 'invoice', 'supplier', 'bill'));
