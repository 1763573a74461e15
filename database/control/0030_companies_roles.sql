-- Roles that a company made for itself, beside the five of the program (platform/permissions/roles.ts).
create table roles (
  id         uuid        primary key,
  company_id uuid        not null references companies,
  name       text        not null check (name = btrim(name) and name <> ''),
  -- `{allow: [{on, scope}], deny: [permission], sees: {class: view}}`. A permission that no action asks for any more
  -- opens nothing.
  rules      jsonb       not null check (jsonb_typeof(rules) = 'object'),
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version    integer     not null default 1,
  unique (company_id, id)
);
create unique index roles_by_name on roles (company_id, lower(name));

-- One of the five, or a role of the company's own. Whoever has one keeps it from going.
alter table members
  add column role_id uuid,
  -- Whose records `team` means: members of the same team. Null: nobody's but their own.
  add column team text check (team = btrim(team) and team <> ''),
  drop constraint members_role_check,
  add constraint members_role_check
    check (role in ('admin', 'manager', 'analyst', 'member', 'viewer', 'own') and (role = 'own') = (role_id is not null)),
  add foreign key (company_id, role_id) references roles (company_id, id);
create index members_by_team on members (company_id, team) where team is not null;

-- An Admin looks at Kaunter with the rights of another role until they stop. `own` names a role by its id.
alter table sessions
  add column view_role    text check (view_role in ('admin', 'manager', 'analyst', 'member', 'viewer', 'own')),
  add column view_role_id uuid,
  add check (view_role_id is null or view_role = 'own');
