-- The paper that a supplier sent hangs on its bill.
alter table attachments drop constraint attachments_subject_type_check;
alter table attachments add constraint attachments_subject_type_check
  check (subject_type in ('customer', 'order', 'product', 'bill'));
